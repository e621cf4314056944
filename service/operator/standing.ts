import type { Row } from '../db/schema.ts';
import { type Call, CommandRefused, showTime } from './call.ts';

type Person = Row<'people'>;

/** How a person stands, in a word or two: by themselves or by a group. */
export function standingOf({ rooms }: Call, person: Person): string {
  if (person.status === 'disabled') return 'disabled';
  const now = rooms.floor.clock.now();
  const locked = rooms.users.isLocked(person);
  // A group's bypass, unlike a person's own, ends no lock-out.
  const until = Math.max(person.status_until ?? 0, locked ? 0 : (person.group_bypass_until ?? 0));
  if (until > now) return `bypass until ${showTime(until)}`;
  return locked ? 'locked out' : 'active';
}

/** The groups that keep a person disabled, as a sentence; null where none does. */
export async function disabledBy({ rooms }: Call, { id, username }: Person): Promise<string | null> {
  const groups = await rooms.groups.of(rooms.floor.db.read, id);
  const names = groups.filter(({ status }) => status === 'disabled').map(({ name }) => `“${name}”`);
  if (names.length === 0) return null;
  return `${username} is disabled by ${names.length === 1 ? 'the group' : 'the groups'} ${names.join(', ')}. See: group status, group leave`;
}

/** @throws {CommandRefused} where nothing that is given out could be used */
export async function requireActive(call: Call, person: Person): Promise<void> {
  if (person.status === 'active') return;
  const sentence = await disabledBy(call, person);
  throw new CommandRefused(
    sentence ?? `This user is disabled. Enable them first: user enable ${person.username}`,
  );
}
