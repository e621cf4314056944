import type { Row } from '../db/schema.ts';
import { type Call, CommandRefused, showTime } from './call.ts';

type Person = Row<'people'>;

/** How a person stands at this moment: by themselves or by a group. */
export function stateOf(
  { rooms }: Call,
  person: Person,
): { is: 'active' | 'disabled' | 'locked out' } | { is: 'bypass'; until: number } {
  if (person.status === 'disabled') return { is: 'disabled' };
  const locked = rooms.users.isLocked(person);
  // A group's bypass, unlike a person's own, ends no lock-out.
  const until = Math.max(person.status_until ?? 0, locked ? 0 : (person.group_bypass_until ?? 0));
  if (until > rooms.floor.clock.now()) return { is: 'bypass', until };
  return { is: locked ? 'locked out' : 'active' };
}

/** The same in a word or two. */
export function standingOf(call: Call, person: Person): string {
  const state = stateOf(call, person);
  return state.is === 'bypass' ? `bypass ${showEnd(state.until, person.status_after)}` : state.is;
}

/** `until …`, and what comes then where that is not the usual. */
export const showEnd = (until: number, after: Person['status_after']): string =>
  `until ${showTime(until)}${after === null ? '' : `, then ${after}`}`;

/** The names of the groups that keep a person disabled, in a few words; null where none does. */
export async function disablingGroups({ rooms }: Call, { id }: Person): Promise<string | null> {
  const groups = await rooms.groups.of(rooms.floor.db.read, id);
  const names = groups.filter(({ status }) => status === 'disabled').map(({ name }) => `“${name}”`);
  if (names.length === 0) return null;
  return `the ${names.length === 1 ? 'group' : 'groups'} ${names.join(', ')}`;
}

/** The groups that keep a person disabled, as a sentence; null where none does. */
export async function disabledBy(call: Call, person: Person): Promise<string | null> {
  const groups = await disablingGroups(call, person);
  return groups && `${person.username} is disabled by ${groups}. See: group status, group leave`;
}

/** @throws {CommandRefused} where nothing that is given out could be used */
export async function requireActive(call: Call, person: Person): Promise<void> {
  if (person.status === 'active') return;
  const sentence = await disabledBy(call, person);
  throw new CommandRefused(
    sentence ?? `This user is disabled. Enable them first: user enable ${person.username}`,
  );
}
