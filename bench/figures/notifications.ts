import type { Topic } from '../../service/room.ts';
import { until } from '../../tests/journeys/driver/until.ts';
import { openWorld } from '../../tests/journeys/driver/world.ts';
import { openFirefox } from '../../tests/journeys/firefox/open-firefox.ts';
import { pair } from '../../tests/journeys/firefox/steps.ts';
import { type Stage, withStage } from '../browsers/stage.ts';
import type { Family } from '../figure.ts';
import { median, percentile } from '../statistics.ts';

const REQUESTS = 100;
/** Longer than the promise, so that a broken one shows as a number. */
const PATIENCE = 60_000;
/** Firefox stops its event page after this long here; as stopped as after its own 30 seconds. */
const FIREFOX_IDLE = 5_000;

declare const chrome: { notifications: { create(...about: unknown[]): Promise<string> } };

/** From a push's commit to the notification on the desktop. */
export const notifications: Family = {
  figures: {
    push_to_notification_ms_p50: { unit: 'ms', target: 50, better: 'lower' },
    push_to_notification_ms_p99: { unit: 'ms', target: 250, better: 'lower' },
    push_to_notification_cold_ms_max: { unit: 'ms', target: 31_000, better: 'lower' },
  },
  async run() {
    const { warm, cold } = await withStage(async (stage) => ({
      warm: await measureWarm(stage),
      cold: await measureCold(stage),
    }));
    return {
      push_to_notification_ms_p50: median(warm),
      push_to_notification_ms_p99: percentile(warm, 0.99),
      push_to_notification_cold_ms_max: Math.max(cold, await measureColdFirefox()),
    };
  },
};

const now = (): number => performance.timeOrigin + performance.now();

/** Worker alive. The service runs in this process, so its own word after the commit is the start. */
async function measureWarm({ world, chromium, ask }: Stage): Promise<number[]> {
  const worker = await chromium.worker();
  await worker.evaluate(() => {
    const raised: number[] = [];
    Reflect.set(globalThis, 'raised', raised);
    const create = chrome.notifications.create.bind(chrome.notifications);
    chrome.notifications.create = async (...about) => {
      const id = await create(...about);
      raised.push(performance.timeOrigin + performance.now());
      return id;
    };
  });
  const raised = () => worker.evaluate(() => Reflect.get(globalThis, 'raised') as number[]);
  const times: number[] = [];
  for (let request = 0; request < REQUESTS; request++) {
    const known = (await raised()).length;
    const { committed, approve } = await commitOf(world, ask);
    const all = await until(raised, (found) => found.length > known);
    times.push((all.at(-1) ?? Number.NaN) - committed);
    await approve();
    await until(chromium.notifications, (shown) => shown.length === 0);
  }
  return times;
}

/** When the request's own change was told to the person's streams, right after its commit. */
async function commitOf(world: Stage['world'], ask: Stage['ask']) {
  const { user_id } = await world.service.rooms.floor.db.read
    .selectFrom('devices')
    .select('user_id')
    .executeTakeFirstOrThrow();
  const topic: Topic = `user:${user_id}`;
  let committed = Number.NaN;
  const stop = world.service.rooms.signals.listen(topic, () => {
    committed = now();
  });
  const asked = await ask();
  stop();
  return { committed, ...asked };
}

async function measureCold({ chromium, ask }: Stage): Promise<number> {
  await chromium.stopWorker();
  const began = now();
  await ask();
  await chromium.notified(PATIENCE);
  return now() - began;
}

async function measureColdFirefox(): Promise<number> {
  const world = await openWorld();
  const firefox = await openFirefox({ idleAfter: FIREFOX_IDLE });
  try {
    await pair(firefox, await world.invite(await world.addUser('alex')));
    await until(firefox.isAwake, (awake) => !awake, PATIENCE);
    await until(
      () => world.service.app.delivery.count(),
      (streams) => streams === 0,
      PATIENCE,
    );
    const prompt = await world.campus.site.begin('alex');
    const began = now();
    await prompt.post('promptPush');
    await firefox.notified(PATIENCE);
    return now() - began;
  } finally {
    await firefox.close();
    await world.close();
  }
}
