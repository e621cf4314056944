import { afterAll, beforeAll, expect, test } from 'vitest';
import { problem } from '../../../components/problem.ts';
import { commonText, pairingText, promptText, requestText } from '../../../components/sentences.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { readDigits, waitsHere } from '../../../tools/start/tour-steps.ts';
import { devicesOf, eventsOf } from '../../contract/enrolment/set-up.ts';
import { press, says } from '../driver/screen.ts';
import { until } from '../driver/until.ts';
import { openWorld, type World } from '../driver/world.ts';
import { type Firefox, openFirefox } from './open-firefox.ts';
import { bringLink, pair } from './steps.ts';

let world: World;
let firefox: Firefox;
let alex: UserId;
beforeAll(async () => {
  [world, firefox] = await Promise.all([openWorld(), openFirefox()]);
  alex = await world.addUser('alex');
});
afterAll(async () => {
  await firefox?.close();
  await world?.close();
});

const signIn = () => firefox.tab(world.campus.signIn('alex'));

async function withdrawn(): Promise<void> {
  await until(firefox.notifications, (all) => all.length === 0);
  // The notice of the first test still waits to be read.
  await until(firefox.badge, (badge) => badge === '!');
}

test('digits that differ end the pairing on both sides, and nothing is paired', async () => {
  const { setUp, popup } = await bringLink(firefox, await world.invite(alex));
  await readDigits(setUp);
  await readDigits(popup);
  await press(popup, pairingText.differ);
  await says(popup, problem('pairing_refused'));
  await says(setUp, problem('pairing_refused'));
  expect(await devicesOf(world.service, alex)).toEqual([]);
  await press(popup, commonText.startAgain);
  await popup.close();
  await setUp.close();
});

test('a person pairs Firefox from an invitation, with the same six digits on both sides', async () => {
  const [here, there] = await pair(firefox, await world.invite(alex));
  expect(here).toMatch(/^\d{6}$/);
  expect(there).toBe(here);
  const devices = await devicesOf(world.service, alex);
  expect(devices.map(({ name }) => name)).toEqual([expect.stringContaining('Firefox')]);
});

test('a sign-in that starts here is raised on the desktop and approved with one click', async () => {
  const page = await signIn();
  await waitsHere(page);
  expect(await firefox.notified()).toMatchObject({
    title: 'Campus Portal · alex',
    message: expect.stringContaining(requestText.here),
  });
  expect(await firefox.badge()).toBe('1');
  const popup = await firefox.openPopup();
  await says(popup, requestText.here);
  await press(popup, requestText.approveLabel('Campus Portal'));
  await says(popup, requestText.results.approved);
  await says(page, 'Welcome');
  await withdrawn();
  await popup.close();
  await page.close();
});

test('"I changed my mind" ends a sign-in, and the prompt says so', async () => {
  const page = await signIn();
  await waitsHere(page);
  await firefox.notified();
  const popup = await firefox.openPopup();
  await press(popup, requestText.notMe);
  await press(popup, requestText.mistake);
  await says(page, promptText.denied);
  await withdrawn();
  expect(await eventsOf(world.service, alex, true)).not.toContain('push.denied');
  await popup.close();
  await page.close();
});

test('"I didn’t start this" ends a sign-in and tells the help desk', async () => {
  const page = await signIn();
  await waitsHere(page);
  const popup = await firefox.openPopup();
  await press(popup, requestText.notMe);
  await press(popup, requestText.fraud);
  await says(page, promptText.fraudWhy);
  expect(await eventsOf(world.service, alex, true)).toContain('push.denied');
  await popup.close();
  await page.close();
});
