import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { ApplicationId } from '../../lib/protocol/ids.ts';
import { DisplayName, EmailAddress, GroupName, nameText, Username } from '../../lib/protocol/names.ts';
import { ConfigError } from '../config.ts';
import { GroupChanges, PolicyChanges } from '../policies/policy.ts';

const BootstrapFile = v.strictObject({
  applications: v.optional(
    v.array(
      v.strictObject({
        name: nameText(64),
        clientId: ApplicationId,
        clientSecret: v.pipe(v.string(), v.regex(/^[A-Za-z0-9]{40}$/)),
        redirectUris: v.array(v.pipe(v.string(), v.url())),
        /** What this application changes of the policy that holds everywhere. */
        policy: v.optional(PolicyChanges),
      }),
    ),
    [],
  ),
  groups: v.optional(
    v.array(
      v.strictObject({
        name: GroupName,
        /** What this group changes, for its members, of the policy that holds everywhere. */
        policy: v.optional(GroupChanges),
      }),
    ),
    [],
  ),
  users: v.optional(
    v.array(
      v.strictObject({
        username: Username,
        displayName: DisplayName,
        email: v.optional(EmailAddress),
        invite: v.optional(v.picklist(['link', 'inline'])),
        /** By name. */
        groups: v.optional(v.array(GroupName), []),
      }),
    ),
    [],
  ),
});
export type BootstrapFile = v.InferOutput<typeof BootstrapFile>;

/** Reads the bootstrap file. @throws {ConfigError} that names the wrong member, never its value */
export function readBootstrapFile(file: string): BootstrapFile {
  const parsed = v.safeParse(BootstrapFile, parse(read(file)));
  if (parsed.success) return parsed.output;
  throw wrong(parsed.issues.map(describeIssue).join('; '));
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigError('COUNTERSIGN_BOOTSTRAP names a file that cannot be read.', { cause });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text around the fault, where a secret may be.
    throw wrong('it is not valid JSON');
  }
}

/** `why` names the place, never a value: the file holds secrets. */
export const wrong = (why: string): ConfigError =>
  new ConfigError(`The file of COUNTERSIGN_BOOTSTRAP is wrong: ${why}.`);

const WANTED: Record<string, string> = {
  name: 'a name of at most 64 characters',
  clientId: '“DI” and 18 of A–Z and 0–9',
  clientSecret: '40 letters and digits',
  redirectUris: 'a list of addresses',
  policy: 'members of a policy with values that “policy set” takes',
  username: 'a name of at most 128 characters',
  displayName: 'a name of at most 128 characters',
  email: 'an e-mail address',
  invite: '“link” or “inline”',
  applications: 'a list of applications',
  groups: 'a list of groups',
  users: 'a list of users',
};

/** `users[1].invite must be “link” or “inline”`: where it is wrong, and what should be there. */
function describeIssue(issue: v.InferIssue<typeof BootstrapFile>): string {
  const keys = (issue.path ?? []).map(({ key }) => key as string | number);
  const place = keys.reduce<string>(
    (path, key) => (typeof key === 'number' ? `${path}[${key}]` : `${path && `${path}.`}${key}`),
    '',
  );
  // What each member of a policy takes is told by the operator's command.
  const member = keys.includes('policy')
    ? 'policy'
    : (keys.findLast((key) => typeof key === 'string') as string | undefined);
  if (issue.expected === 'never')
    return isClosedToGroups(keys) ? notOfGroups(place) : `${place} is not a member that is known`;
  if (issue.kind === 'schema' && issue.input === undefined) return `${place} is missing`;
  const wanted = typeof keys.at(-1) === 'number' ? wantedInList(keys) : WANTED[member ?? ''];
  return `${place || 'the whole'} must be ${wanted ?? 'an object with “applications”, “groups” and “users”'}`;
}

/** Whether it is a member of a policy, but one that groups may not change. */
function isClosedToGroups([list, , where, member]: readonly (string | number)[]): boolean {
  return list === 'groups' && where === 'policy' && Object.hasOwn(PolicyChanges.entries, String(member));
}

const notOfGroups = (place: string): string =>
  `${place} is not for groups to change; they may change ${Object.keys(GroupChanges.entries).join(', ')}`;

function wantedInList(keys: readonly (string | number)[]): string | undefined {
  const list = keys.at(-2);
  if (list === 'redirectUris') return WANTED.redirectUris;
  return list === 'groups' && keys[0] === 'users' ? 'the name of a group' : 'an object';
}
