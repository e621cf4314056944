import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { optionsText, promptText, requestText } from '../../../components/sentences.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { devicesOf, eventsOf } from '../../contract/enrolment/set-up.ts';
import type { Chromium } from '../driver/chromium.ts';
import { press, says } from '../driver/screen.ts';
import { until } from '../driver/until.ts';
import { openWorld, type World } from '../driver/world.ts';

const HOUR = 3_600_000;
const approveLabel = requestText.approveLabel('Campus Portal');

let world: World;
let alex: UserId;
let first: Chromium;
let second: Chromium;
beforeAll(async () => {
  world = await openWorld();
  alex = await world.addUser('alex');
  first = await world.paired(alex);
  second = await world.paired(alex);
});
afterEach(async () => {
  await Promise.all([first.closeAll(), second.closeAll()]);
  await world.service.advance(HOUR);
});
afterAll(() => world.close());

/** Started and approved in the first browser, while the second one’s popup shows the request. */
async function approveInFirst() {
  const [page, front] = await Promise.all([
    first.tab(world.campus.signIn('alex')),
    second.tab(world.campus.base),
  ]);
  await says(page, promptText.here);
  await second.notified();
  const other = await second.toolbar(front);
  await says(other, requestText.elsewhere, requestText.number);
  await press(await first.toolbar(page), approveLabel);
  return { page, other };
}

it('takes the first answer, and the other browser shows who gave it', async () => {
  const { page, other } = await approveInFirst();
  await says(page, 'Welcome');
  await says(other, requestText.on(requestText.results.approved, 'Chrome on Linux'), requestText.notYou);
  await until(second.notifications, (shown) => shown.length === 0);
  expect((await eventsOf(world.service, alex)).filter((event) => event === 'push.approved')).toHaveLength(1);
});

it('unpairs one of two browsers in the options, and refuses it for the last one', async () => {
  const third = await world.paired(alex);
  const options = await third.options();
  await press(options, optionsText.unpair);
  await press(options, optionsText.unpairYes);
  await says(options, optionsText.none);
  expect(await devicesOf(world.service, alex)).toHaveLength(2);
  await third.close();

  const sam = await world.addUser('sam');
  const only = await world.paired(sam);
  const own = await only.options();
  await press(own, optionsText.unpair);
  await press(own, optionsText.unpairYes);
  await says(own, errors.last_method.say);
  expect(await devicesOf(world.service, sam)).toHaveLength(1);
  await only.close();
});

it('voids the code by “Not you?” while the site holds it, and suspends the browser that approved', async () => {
  world.campus.hold();
  const { page, other } = await approveInFirst();
  await says(page, 'One moment');
  await press(other, requestText.notYou);
  await says(other, requestText.notYouAsk);
  await press(other, requestText.notYouYes);
  await says(other, requestText.voided);
  expect(await world.campus.release()).toEqual(['Not signed in: invalid_grant']);
  expect(await devicesOf(world.service, alex)).toHaveLength(1);
  expect(await eventsOf(world.service, alex, true)).toContain('push.disowned');
  await says(await first.toolbar(page), errors.device_suspended.say);
});
