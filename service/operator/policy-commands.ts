import * as v from 'valibot';
import { ApplicationId } from '../../lib/protocol/ids.ts';
import type { PolicyScope } from '../policies/policies.ts';
import { applyChanges, defaultPolicy, mergeChanges, type Policy, PolicyChanges } from '../policies/policy.ts';
import { type Call, type Command, CommandRefused, parse, printTable, readArgs, UsageError } from './call.ts';

/** Every member of a policy, and what it takes. */
const MEMBERS: Record<string, string> = {
  browserApproval: 'off, click or user_verification',
  elsewhere: 'number or refuse',
  digits: '3 to 6',
  askerWithoutNumber: 'refuse or click',
  passcodes: 'on or off',
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

const application = { type: 'string' } as const;

async function scopeOf({ rooms }: Call, id: string | undefined): Promise<PolicyScope> {
  if (id === undefined) return 'global';
  const parsed = v.safeParse(ApplicationId, id);
  if (!parsed.success || !(await rooms.applications.find(parsed.output)))
    throw new CommandRefused('There is no application with this client id. See: application list');
  return parsed.output;
}

const show: Command = {
  takes: '[--application CLIENT-ID]',
  about: 'Shows what holds, everywhere or for one application, and where it is set.',
  async run(call) {
    const { values } = readArgs(call, { names: [], options: { application } });
    const { policies } = call.rooms;
    const scope = await scopeOf(call, values.application);
    const global = await policies.show('global');
    const own = scope === 'global' ? {} : await policies.show(scope);
    const effective = applyChanges(applyChanges(defaultPolicy, global), own);
    const rows = Object.keys(MEMBERS).map((member) => [
      member,
      String(at(effective, member)),
      [
        { changes: own, from: 'this application' },
        { changes: global, from: 'everywhere' },
      ].find(({ changes }) => at(changes, member) !== undefined)?.from ?? 'default',
    ]);
    printTable(call, ['MEMBER', 'VALUE', 'SET'], rows);
  },
};

const set: Command = {
  takes: 'MEMBER=VALUE… [--application CLIENT-ID]',
  about: 'Changes a policy at once; “MEMBER=default” follows the wider one again.',
  async run(call) {
    const { values, positionals } = parse(call.args, { application });
    if (positionals.length === 0) throw new UsageError('MEMBER=VALUE is missing.');
    const changes = positionals.map(readChange).reduce(mergeChanges, {});
    const scope = await scopeOf(call, values.application);
    const { rooms, print } = call;
    await rooms.floor.db.write((tx) => rooms.policies.set(tx, scope, changes));
    print('Changed. It holds from the next request on.');
  },
};

/** `lockout.threshold=5` → `{ lockout: { threshold: 5 } }`. */
function readChange(text: string): PolicyChanges {
  const cut = text.indexOf('=');
  const member = text.slice(0, Math.max(cut, 0));
  const value = text.slice(cut + 1);
  const wanted = MEMBERS[member];
  if (cut < 1 || wanted === undefined)
    throw new UsageError(`Write MEMBER=VALUE; the members are ${Object.keys(MEMBERS).join(', ')}.`);
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
