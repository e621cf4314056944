import { siteOf } from '../../tests/fakes/stage.ts';
import { until } from '../../tests/journeys/driver/until.ts';
import type { Family } from '../figure.ts';
import { type Journey, nextCommit, withWorld } from '../journey.ts';
import { percentile } from '../statistics.ts';

const PUSHES = 100;

/** The part of the worker's API that is watched. */
declare const chrome: { notifications: { create: (...given: unknown[]) => unknown } };

/** From the service's commit to the notification call resolved, in a worker that is alive. */
export const notification: Family = {
  figures: {
    push_to_notification_ms_p50: { unit: 'ms', target: 50, better: 'lower' },
    push_to_notification_ms_p99: { unit: 'ms', target: 250, better: 'lower' },
  },
  run: () => withWorld(measure),
};

async function measure(journey: Journey) {
  await (await journey.chromium.worker()).evaluate(stampNotifications);
  const times: number[] = [];
  for (let count = 0; count < PUSHES; count++) times.push(await once(journey, count));
  return {
    push_to_notification_ms_p50: percentile(times, 0.5),
    push_to_notification_ms_p99: percentile(times, 0.99),
  };
}

/** One request from elsewhere, each by a site of its own: the waits between requests bind each site by itself. */
async function once({ world, chromium, user, username }: Journey, count: number): Promise<number> {
  const site = siteOf(world.service, await world.service.addApplication(`Site ${count}`));
  const prompt = await site.begin(username);
  const committed = nextCommit({ world, user });
  await prompt.post('promptPush');
  const id = await chromium.notified();
  const shown = await (await chromium.worker()).evaluate(
    (key) => Reflect.get(globalThis, key),
    `shown ${id}`,
  );
  await prompt.post('promptCancel');
  await until(chromium.notifications, (all) => all.length === 0);
  return Number(shown) - (await committed);
}

/** Runs in the worker: notes when the browser has taken each notification. */
function stampNotifications(): void {
  const real = chrome.notifications.create;
  chrome.notifications.create = (...given) => {
    const note = () => Reflect.set(globalThis, `shown ${String(given[0])}`, Date.now());
    const done = given.at(-1);
    if (typeof done !== 'function') return (real(...given) as Promise<unknown>).finally(note);
    return real(...given.slice(0, -1), (...reply: unknown[]) => {
      note();
      done(...reply);
    });
  };
}
