import { OWN_APPLICATION } from '../../lib/protocol/ids.ts';
import type { Row } from '../db/schema.ts';
import { type Call, CommandRefused, showTime } from './call.ts';

type User = Row<'users'>;

/** @throws {CommandRefused} where nothing that is given out could be used */
export function requireActive({ status, username }: User): void {
  if (status !== 'active')
    throw new CommandRefused(`This user is disabled. Enable them first: user enable ${username}`);
}

/** What keeps a person's typed codes from working just now, for whoever is about to hand one out. */
export async function whyTypedCodesFail(call: Call, user: User): Promise<string[]> {
  const off = await sitesWithout(call);
  return [...lockOut(call, user), ...(off ? [off] : [])];
}

function lockOut({ rooms }: Call, user: User): string[] {
  if (!rooms.users.isLocked(user)) return [];
  const end = user.locked_until === null ? '' : `, or ${showTime(user.locked_until)}`;
  return [`${user.username} is locked out: no code works until “user unlock ${user.username}”${end}.`];
}

async function sitesWithout({ rooms }: Call): Promise<string | null> {
  const { applications, floor, policies } = rooms;
  const sites = (await applications.list()).filter(({ id }) => id !== OWN_APPLICATION);
  const off: string[] = [];
  for (const { id, name } of sites) {
    if ((await policies.effective(floor.db.read, id)).passcodes === 'off') off.push(name);
  }
  if (off.length === 0) return null;
  const where = off.length === sites.length ? 'everywhere' : `at ${off.join(', ')}`;
  return `Codes are switched off ${where}: none works there until the policy passcodes=off is changed.`;
}
