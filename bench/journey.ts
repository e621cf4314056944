import type { UserId } from '../lib/protocol/ids.ts';
import type { Chromium } from '../tests/journeys/driver/chromium.ts';
import { openWorld, type World } from '../tests/journeys/driver/world.ts';
import { buildStale } from '../tools/build/build.ts';
import { root } from '../tools/setup.mjs';

/** A running service and site, and a person whose Chromium is paired. */
export interface Journey {
  world: World;
  chromium: Chromium;
  user: UserId;
  username: string;
  /** Where the person's sign-in begins, after the password. */
  signIn: string;
}

const username = 'alex';

/** Opens everything, runs `job`, and closes everything. */
export async function withWorld<Value>(job: (journey: Journey) => Promise<Value>): Promise<Value> {
  await buildStale(root, ['pages', 'test-chrome']);
  const world = await openWorld();
  try {
    const user = await world.addUser(username);
    const chromium = await world.paired(user);
    return await job({ world, chromium, user, username, signIn: world.campus.signIn(username) });
  } finally {
    await world.close();
  }
}

/** When the next change of what this person's browsers show is committed. */
export function nextCommit({ world, user }: Pick<Journey, 'world' | 'user'>): Promise<number> {
  return new Promise((resolve) => {
    const unlisten = world.service.rooms.floor.signals.listen(`user:${user}`, () => {
      unlisten();
      resolve(Date.now());
    });
  });
}
