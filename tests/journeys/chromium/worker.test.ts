import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { deviceText, promptText, requestText } from '../../../components/sentences.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { eventsOf } from '../../contract/enrolment/set-up.ts';
import type { Chromium } from '../driver/chromium.ts';
import { press, says } from '../driver/screen.ts';
import { aMonth, answer, approveHere, passes, trustOf } from '../driver/trusted.ts';
import { until } from '../driver/until.ts';
import { openWorld, type World } from '../driver/world.ts';

const HOUR = 3_600_000;
/** The alarm's period, and a second. */
const COLD = 31_000;
const approveLabel = requestText.approveLabel('Campus Portal');

let world: World;
let alex: UserId;
let chromium: Chromium;
beforeAll(async () => {
  world = await openWorld();
  alex = await world.addUser('alex');
  chromium = await world.paired(alex);
});
afterEach(async () => {
  await chromium.closeAll();
  await world.service.advance(HOUR);
});
afterAll(() => world.close());

const approvals = async () =>
  (await eventsOf(world.service, alex)).filter((event) => event === 'push.approved').length;

it('shows what came while the worker was stopped, within 31 seconds and without a hand', async () => {
  const page = await chromium.tab(world.campus.base);
  await chromium.stopWorker();
  const prompt = await world.campus.site.begin('alex');
  await prompt.post('promptPush');
  await chromium.notified(COLD);
  await says(await chromium.toolbar(page), requestText.elsewhere);
});

it('shows what came while the worker was stopped at once, when the popup opens', async () => {
  const page = await chromium.tab(world.campus.base);
  await chromium.stopWorker();
  const prompt = await world.campus.site.begin('alex');
  await prompt.post('promptPush');
  await says(await chromium.toolbar(page), requestText.elsewhere, requestText.arrived('Campus Portal'));
  await chromium.notified();
});

it('shows what it had fetched when it was stopped before showing it', async () => {
  await chromium.hang('display');
  const page = await chromium.tab(world.campus.signIn('alex'));
  await chromium.hung();
  await chromium.stopWorker();
  await says(page, promptText.here);
  const popup = await chromium.toolbar(page);
  await chromium.notified();
  await press(popup, approveLabel);
  await says(page, 'Welcome');
});

it.each(['before it left', 'after it arrived'] as const)(
  'carries a decision out when the worker is stopped between click and reply, %s',
  async (moment) => {
    const before = await approvals();
    const page = await chromium.tab(world.campus.signIn('alex'));
    await says(page, promptText.here);
    const popup = await chromium.toolbar(page);
    await says(popup, requestText.approve);
    await chromium.hang(moment === 'before it left' ? 'decision' : 'reply');
    await press(popup, approveLabel);
    await says(popup, requestText.sending);
    await chromium.hung();
    // Its closing is part of the story, and keeps it from waking the next worker while this one is being stopped.
    await chromium.closePopup();
    await chromium.stopWorker();
    await chromium.toolbar(page);
    await says(page, 'Welcome');
    expect(await approvals()).toBe(before + 1);
    await until(chromium.notifications, (shown) => shown.length === 0);
  },
);

it('lets a trusted sign-in pass, and the next ones, when the worker is stopped half-way', async () => {
  const trust = trustOf(world, alex);
  const signIn = world.campus.signIn('alex');
  await world.service.setPolicy(aMonth);
  const page = await chromium.tab(signIn);
  await approveHere(chromium, page);
  await answer(page, deviceText.yes);

  // The service has answered, with the next of the chained nonces, and nobody was there to keep it.
  await world.service.advance(HOUR);
  await chromium.hang('presence-reply');
  await passes(page, signIn, trust);
  await chromium.hung();
  await chromium.stopWorker();
  await passes(page, signIn, trust);

  await chromium.hang('presence');
  await page.goto(signIn);
  await chromium.hung();
  await chromium.stopWorker();
  await passes(page, signIn, trust);
  expect(await trust.standing()).toHaveLength(1);
});
