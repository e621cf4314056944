import { OWN_APPLICATION } from '../../lib/protocol/ids.ts';
import type { Row } from '../db/schema.ts';
import type { PolicyChanges } from '../policies/policy.ts';
import { type Call, showTime } from './call.ts';

type User = Row<'people'>;

/** What keeps a person's typed codes from working just now, for whoever is about to hand one out. */
export async function whyTypedCodesFail(call: Call, user: User): Promise<string[]> {
  const off = await whereSet(call, user, ({ passcodes }) => passcodes === 'off');
  return [
    ...lockOut(call, user),
    ...(off
      ? [`Codes are switched off ${off}: none works there until the policy passcodes=off is changed.`]
      : []),
  ];
}

/** The same for the help desk's own. */
export async function whyBypassCodesFail(call: Call, user: User): Promise<string[]> {
  const hidden = await whereSet(call, user, ({ bypassCodes }) => bypassCodes === 'hidden');
  return [
    ...(await whyTypedCodesFail(call, user)),
    ...(hidden
      ? [`Codes of the help desk are refused ${hidden}, until the policy bypassCodes=hidden is changed.`]
      : []),
  ];
}

function lockOut({ rooms }: Call, user: User): string[] {
  if (!rooms.users.isLocked(user)) return [];
  const end = user.locked_until === null ? '' : `, or ${showTime(user.locked_until)}`;
  return [`${user.username} is locked out: no code works until “user unlock ${user.username}”${end}.`];
}

type Refuses = (policy: PolicyChanges) => boolean;

/** Where this person's policy refuses, in words, and by which group; null where it refuses nowhere. */
async function whereSet(call: Call, user: User, refuses: Refuses): Promise<string | null> {
  const sites = await sitesThat(call, user, refuses);
  if (sites === null) return null;
  const group = await groupThat(call, user, refuses);
  return group === null ? sites : `${sites} by the group “${group}”`;
}

async function groupThat({ rooms }: Call, { id: user }: User, refuses: Refuses): Promise<string | null> {
  const { floor, groups, policies } = rooms;
  // The newest counts, and they come oldest first.
  for (const { id, name } of (await groups.of(floor.db.read, user)).reverse()) {
    if (refuses(await policies.show(id))) return name;
  }
  return null;
}

async function sitesThat({ rooms }: Call, { id: user }: User, refuses: Refuses): Promise<string | null> {
  const { applications, floor, policies } = rooms;
  const sites = (await applications.list()).filter(({ id }) => id !== OWN_APPLICATION);
  const off: string[] = [];
  for (const { id: application, name } of sites) {
    if (refuses(await policies.effective(floor.db.read, { application, user }))) off.push(name);
  }
  if (off.length === 0) return null;
  return off.length === sites.length ? 'everywhere' : `at ${off.join(', ')}`;
}
