import * as v from 'valibot';
import {
  applyChanges,
  defaultPolicy,
  GroupChanges,
  mergeChanges,
  type Policy,
  PolicyChanges,
} from '../policies/policy.ts';
import { type Command, parse, printTable, readArgs, UsageError } from './call.ts';
import { scopeOptions, scopesOf } from './policy-scope.ts';

/** Every member of a policy, and what it takes. */
const MEMBERS: Record<string, string> = {
  browserApproval: 'off, click or user_verification',
  elsewhere: 'number or refuse',
  digits: '3 to 6',
  askerWithoutNumber: 'refuse or click',
  passcodes: 'on or off',
  platform: 'on or off',
  securityKeys: 'on or off',
  bypassCodes: 'shown or hidden',
  autoPush: 'on or off',
  verifiedPush: 'elsewhere or always',
  newUsers: 'invitation, allow or deny',
  'lockout.threshold': '1 to 9999',
  'lockout.scope': 'guessable or all',
  'lockout.minutes': '0 (until unlocked), or 5 to 30000',
  cloneSuspected: 'warn or refuse',
  'trustedBrowsers.hours': '0 (not at all), or 12 to 8760',
  'trustedBrowsers.scope': 'application or all',
  'trustedBrowsers.deviceKey': 'required or optional',
  'trustedBrowsers.limit': '1 to 50',
  'trustedBrowsers.whileLocked': 'keep or suspend',
  helpDesk: 'a text of at most 300 characters',
};

const show: Command = {
  takes: '[--application CLIENT-ID] [--group GROUP]',
  about:
    'Shows what holds, everywhere, for one application or for the members of a group, and where it is set.',
  async run(call) {
    const { values } = readArgs(call, { names: [], options: scopeOptions });
    const { policies } = call.rooms;
    const { application, group } = await scopesOf(call, values);
    // The narrower scope wins.
    const scopes = [
      ...(group ? [{ changes: await policies.show(group), from: 'this group' }] : []),
      ...(application ? [{ changes: await policies.show(application), from: 'this application' }] : []),
      { changes: await policies.show('global'), from: 'everywhere' },
    ];
    const effective = scopes.reduceRight(
      (policy, { changes }) => applyChanges(policy, changes),
      defaultPolicy,
    );
    const rows = Object.keys(MEMBERS).map((member) => [
      member,
      String(at(effective, member)),
      scopes.find(({ changes }) => at(changes, member) !== undefined)?.from ?? 'default',
    ]);
    printTable(call, ['MEMBER', 'VALUE', 'SET'], rows);
  },
};

const set: Command = {
  takes: 'MEMBER=VALUE… [--application CLIENT-ID | --group GROUP]',
  about:
    'Changes a policy at once; “MEMBER=default” follows the wider one again. “policy show” lists the members.',
  async run(call) {
    const { values, positionals } = parse(call.args, scopeOptions);
    if (positionals.length === 0) throw new UsageError('MEMBER=VALUE is missing.');
    if (values.application !== undefined && values.group !== undefined)
      throw new UsageError('Say --application or --group: each has a policy of its own.');
    const members = values.group === undefined ? Object.keys(MEMBERS) : OF_GROUPS;
    const changes = positionals.map((text) => readChange(text, members)).reduce(mergeChanges, {});
    if (values.group !== undefined) requireOfGroups(changes);
    const { application, group } = await scopesOf(call, values);
    const { rooms, print } = call;
    await rooms.floor.db.write((tx) => rooms.policies.set(tx, application ?? group ?? 'global', changes));
    print('Changed. It holds from the next request on.');
  },
};

const OF_GROUPS = Object.keys(GroupChanges.entries);

/** @throws {UsageError} */
function requireOfGroups(changes: PolicyChanges): void {
  if (v.is(GroupChanges, changes)) return;
  throw new UsageError(`A group changes only ${OF_GROUPS.join(', ')}.`);
}

/** `lockout.threshold=5` → `{ lockout: { threshold: 5 } }`; `members` is what may be written. @throws {UsageError} */
function readChange(text: string, members: string[]): PolicyChanges {
  const cut = text.indexOf('=');
  const member = text.slice(0, Math.max(cut, 0));
  const value = text.slice(cut + 1);
  const wanted = MEMBERS[member];
  if (cut < 1 || wanted === undefined)
    throw new UsageError(
      `Write MEMBER=VALUE, with no blank around “=”; the members are ${members.join(', ')}.`,
    );
  const isNumber = typeof at(defaultPolicy, member) === 'number';
  const typed = value === 'default' ? undefined : isNumber && /^\d+$/.test(value) ? Number(value) : value;
  const [outer = '', inner] = member.split('.');
  const parsed = v.safeParse(PolicyChanges, { [outer]: inner ? { [inner]: typed } : typed });
  if (!parsed.success) throw new UsageError(`${member} takes ${wanted}.`);
  return parsed.output;
}

function at(policy: Policy | PolicyChanges, member: string): unknown {
  return member
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], policy);
}

export const policyCommands = { 'policy show': show, 'policy set': set } satisfies Record<string, Command>;
