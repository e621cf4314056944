import type { Row } from '../db/schema.ts';
import type { Call } from './call.ts';
import { disablingGroups, showEnd, stateOf } from './standing.ts';

type Person = Row<'people'>;

/** What is said of one person, and of several. */
type Said = readonly [one: string, several: string];

/** Whom a change concerned and what holds for them now, in one line: a name for one person, a number for more. */
export async function whatHolds(call: Call, people: readonly Person[]): Promise<string> {
  if (people.length === 0) return 'It concerns nobody: there are no members.';
  const each = await Promise.all(
    people.map(async (person) => ({ name: person.username, said: await saidOf(call, person) })),
  );
  const alike = Map.groupBy(each, ({ said: [one] }) => one);
  const parts = [...alike].map(([one, [first, ...others]]) => {
    if (others.length === 0) return `${first?.name} ${one}`;
    return `${alike.size === 1 ? 'they' : others.length + 1} ${first?.said[1]}`;
  });
  return `It concerns ${people.length === 1 ? '1 person' : `${people.length} people`}: ${parts.join('; ')}.`;
}

async function saidOf(call: Call, person: Person): Promise<Said> {
  const state = stateOf(call, person);
  switch (state.is) {
    case 'active':
      return ['signs in as usual', 'sign in as usual'];
    case 'bypass':
      return passes(await endOf(call, person, state.until));
    case 'disabled':
      return be(`disabled by ${(await disablingGroups(call, person)) ?? 'their own status'}`);
    case 'locked out':
      return be('locked out');
  }
}

/** Whichever of their groups is disabled again first decides, however long the others let them in. */
async function endOf({ rooms }: Call, person: Person, until: number): Promise<string> {
  if (person.status_until !== null) return `${showEnd(until, person.status_after)}, by their own status`;
  const groups = await rooms.groups.of(rooms.floor.db.read, person.id);
  const ends = groups.flatMap((group) => (group.status_after === null ? [] : (group.status_until ?? [])));
  return ends.length > 0 ? showEnd(Math.min(...ends), 'disabled') : showEnd(until, null);
}

const passes = (end: string): Said => {
  const rest = `in without a second step ${end}`;
  return [`signs ${rest}`, `sign ${rest}`];
};

const be = (what: string): Said => [`is ${what}`, `are ${what}`];
