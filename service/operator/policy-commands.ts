import * as v from 'valibot';
import {
  applyChanges,
  defaultPolicy,
  GroupChanges,
  mergeChanges,
  PolicyChanges,
} from '../policies/policy.ts';
import { type Command, parse, printTable, readArgs, UsageError } from './call.ts';
import { printOwnValues } from './own-values.ts';
import { MEMBERS, valueAt } from './policy-members.ts';
import { scopeOptions, scopesOf } from './policy-scope.ts';

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
      String(valueAt(effective, member)),
      scopes.find(({ changes }) => valueAt(changes, member) !== undefined)?.from ?? 'default',
    ]);
    printTable(call, ['MEMBER', 'VALUE', 'SET'], rows);
    await printOwnValues(call, { application, group, members: Object.keys(MEMBERS) });
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
    const changed = positionals.map((text) => text.slice(0, text.indexOf('=')));
    await printOwnValues(call, { application, group, members: changed });
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
  const isNumber = typeof valueAt(defaultPolicy, member) === 'number';
  const typed = value === 'default' ? undefined : isNumber && /^\d+$/.test(value) ? Number(value) : value;
  const [outer = '', inner] = member.split('.');
  const parsed = v.safeParse(PolicyChanges, { [outer]: inner ? { [inner]: typed } : typed });
  if (!parsed.success) throw new UsageError(`${member} takes ${wanted}.`);
  return parsed.output;
}

export const policyCommands = { 'policy show': show, 'policy set': set } satisfies Record<string, Command>;
