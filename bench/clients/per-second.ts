import type { Person } from './person.ts';

interface Load {
  /** Who take turns. */
  people: readonly Person[];
  atOnce: number;
  milliseconds: number;
  act(person: Person): Promise<void>;
}

/** What people get done in a second while `atOnce` of them are always at it. */
export async function perSecond({ people, atOnce, milliseconds, act }: Load): Promise<number> {
  const end = performance.now() + milliseconds;
  let turn = 0;
  let done = 0;
  const work = async () => {
    while (performance.now() < end) {
      const person = people[turn++ % people.length];
      if (person) await act(person);
      if (performance.now() < end) done += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return done / (milliseconds / 1_000);
}
