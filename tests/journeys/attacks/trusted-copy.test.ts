import { afterAll, beforeAll, expect, it } from 'vitest';
import { deviceText } from '../../../components/sentences.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { CHAIN_GRACE } from '../../../lib/protocol/proof.ts';
import { devicesOf, eventsOf } from '../../contract/enrolment/set-up.ts';
import type { Chromium } from '../driver/chromium.ts';
import { openTwice } from '../driver/copied-profile.ts';
import { says, text } from '../driver/screen.ts';
import { aMonth, answer, approveHere, type Trust, trustOf } from '../driver/trusted.ts';
import { until } from '../driver/until.ts';
import { openWorld, type World } from '../driver/world.ts';

let world: World;
let alex: UserId;
let trust: Trust;
beforeAll(async () => {
  world = await openWorld();
  await world.service.setPolicy(aMonth);
  alex = await world.addUser('alex');
  trust = trustOf(world, alex);
});
afterAll(() => world.close());

const isSuspended = async () => (await devicesOf(world.service, alex)).length === 0;

/** Signs in once, some time later. Answers whether it passed; not where the browser was found out meanwhile. */
async function passed(browser: Chromium): Promise<boolean> {
  await world.service.advance(CHAIN_GRACE);
  const page = await browser.tab(world.campus.signIn('alex'));
  const welcome = async () => (await text(page)).includes('Welcome');
  await until(async () => (await welcome()) || isSuspended());
  return !(await isSuspended());
}

it('finds a copied profile out where it is used beside the original, and stops both', async () => {
  const browser = await world.paired(alex);
  const page = await browser.tab(world.campus.signIn('alex'));
  await approveHere(browser, page);
  await answer(page, deviceText.yes);

  const [original, copy] = await openTwice(world, browser);
  const turns = [original, copy, original, copy, original, copy];
  let used = 0;
  for (const turn of turns) {
    if (!(await passed(turn))) break;
    used += 1;
  }
  // Opened again it is the same browser to everybody, until the two of them part.
  expect(used).toBeGreaterThan(0);
  expect(await isSuspended()).toBe(true);
  expect(await trust.standing()).toEqual([]);
  expect(await trust.endings()).toEqual(['device_suspended']);
  expect(await eventsOf(world.service, alex, true)).toContain('device.suspended');
  for (const one of [original, copy]) {
    const popup = await one.toolbar(await one.tab(world.campus.base));
    await says(popup, errors.device_suspended.say);
  }
});
