import type { UserId } from '../../lib/protocol/ids.ts';
import { siteOf } from '../../tests/fakes/stage.ts';
import { until } from '../../tests/journeys/driver/until.ts';
import { openWorld, type World } from '../../tests/journeys/driver/world.ts';
import { type Firefox, openFirefox } from '../../tests/journeys/firefox/open-firefox.ts';
import { pair } from '../../tests/journeys/firefox/steps.ts';
import { buildStale } from '../../tools/build/build.ts';
import { root } from '../../tools/setup.mjs';
import type { Family } from '../figure.ts';
import { type Journey, nextCommit, withWorld } from '../journey.ts';

/** The first finds the alarm at any moment; the second begins right after it rang, which is the longest wait. */
const ROUNDS = 2;
/** Firefox stops an event page after 30 s; this one has less patience, so that the bench need not have more. */
const IDLE = 5_000;
const PATIENCE = 60_000;

/** The same with nothing alive to hear of it: an alarm has to wake the extension first. */
export const coldNotification: Family = {
  figures: { push_to_notification_cold_ms_max: { unit: 'ms', target: 31_000, better: 'lower' } },
  async run() {
    const [chromium, firefox] = await Promise.all([withWorld(inChromium), inFirefox()]);
    return { push_to_notification_cold_ms_max: Math.max(chromium, firefox) };
  },
};

const inChromium = ({ world, chromium, user, username }: Journey): Promise<number> =>
  longest({
    world,
    user,
    username,
    asleep: () => chromium.stopWorker(),
    notifications: chromium.notifications,
  });

async function inFirefox(): Promise<number> {
  await buildStale(root, ['pages', 'test-firefox']);
  const world = await openWorld();
  let firefox: Firefox | null = null;
  try {
    firefox = await openFirefox({ idleAfter: IDLE });
    const user = await world.addUser('alex');
    await pair(firefox, await world.invite(user));
    const { isAwake, notifications } = firefox;
    const asleep = async () => {
      await until(isAwake, (awake) => !awake, PATIENCE);
      await until(
        () => world.service.app.delivery.count(),
        (streams) => streams === 0,
      );
    };
    return await longest({ world, user, username: 'alex', asleep, notifications });
  } finally {
    await firefox?.close();
    await world.close();
  }
}

interface Sleeper {
  world: World;
  user: UserId;
  username: string;
  asleep(): Promise<void>;
  notifications(): Promise<unknown[]>;
}

async function longest({ world, user, username, asleep, notifications }: Sleeper): Promise<number> {
  let longest = 0;
  for (let round = 0; round < ROUNDS; round++) {
    await asleep();
    const site = siteOf(world.service, await world.service.addApplication(`Site ${round}`));
    const prompt = await site.begin(username);
    const committed = nextCommit({ world, user });
    await prompt.post('promptPush');
    await until(notifications, (all) => all.length === 1, PATIENCE);
    longest = Math.max(longest, Date.now() - (await committed));
    await prompt.post('promptCancel');
    await until(notifications, (all) => all.length === 0);
  }
  return longest;
}
