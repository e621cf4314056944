import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestText } from '../../../components/sentences.ts';
import { waitsHere } from '../../../tools/start/tour-steps.ts';
import { press, says } from '../driver/screen.ts';
import { until } from '../driver/until.ts';
import { openWorld, type World } from '../driver/world.ts';
import { type Firefox, openFirefox } from './open-firefox.ts';
import { pair } from './steps.ts';

/** Firefox stops the background where nothing of the extension's own happens for this long; a socket does not count. */
const IDLE = 5_000;
/** What arrives while it is stopped shows within this: the alarm rings every 30 s. */
const LATEST = 31_000;

let world: World;
let firefox: Firefox;
beforeAll(async () => {
  [world, firefox] = await Promise.all([openWorld(), openFirefox({ idleAfter: IDLE })]);
  await pair(firefox, await world.invite(await world.addUser('alex')));
});
afterAll(async () => {
  await firefox?.close();
  await world?.close();
});

/** Without its event page, no socket of it is left either. */
async function asleep(): Promise<void> {
  await until(firefox.isAwake, (awake) => !awake);
  await until(
    () => world.service.app.delivery.count(),
    (streams) => streams === 0,
  );
}

test('a prompt that opens here wakes the event page at once, and is approved with one click', async () => {
  await asleep();
  const page = await firefox.tab(world.campus.signIn('alex'));
  await waitsHere(page);
  expect((await firefox.notified())?.message).toContain(requestText.here);
  const popup = await firefox.openPopup();
  await press(popup, requestText.approveLabel('Campus Portal'));
  await says(page, 'Welcome');
  await popup.close();
  await page.close();
});

test('a request from elsewhere that finds the event page stopped shows within 31 s', async () => {
  await until(firefox.notifications, (all) => all.length === 0);
  await asleep();
  const prompt = await world.campus.site.begin('alex');
  expect((await prompt.post('promptPush')).status).toBe(200);
  expect((await firefox.notified(LATEST))?.message).toContain(requestText.elsewhere);
});
