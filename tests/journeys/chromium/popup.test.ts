import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { promptText, requestText } from '../../../components/sentences.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { eventsOf } from '../../contract/enrolment/set-up.ts';
import type { Chromium } from '../driver/chromium.ts';
import { digitsOn, press, says, text, typeNumber } from '../driver/screen.ts';
import { until } from '../driver/until.ts';
import { openWorld, type World } from '../driver/world.ts';

const HOUR = 3_600_000;
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
  await world.service.setPolicy({ elsewhere: 'number' });
  await world.service.advance(HOUR);
});
afterAll(() => world.close());

const signIn = () => chromium.tab(world.campus.signIn('alex'));

describe('a sign-in that was started here', () => {
  it('is approved with one click in the popup', async () => {
    const page = await signIn();
    await says(page, promptText.here);
    expect(await chromium.notified()).toMatch(/.+\/.+/);
    expect(await chromium.badge()).toBe('1');
    const popup = await chromium.toolbar(page);
    await says(popup, requestText.here, 'Campus Portal', 'alex', new URL(world.service.origin).host);
    await press(popup, approveLabel);
    await says(page, 'Welcome');
    await until(chromium.notifications, (shown) => shown.length === 0);
    expect(await chromium.badge()).toBe('');
    expect(await world.push()).toMatchObject({ state: 'approved', kind: 'here' });
    expect(await eventsOf(world.service, alex)).toContain('push.approved');
  });

  it('is withdrawn everywhere by Cancel on the prompt', async () => {
    const page = await signIn();
    await says(page, promptText.here);
    await chromium.notified();
    await press(page, 'Cancel');
    await says(page, promptText.withdrawn);
    await until(chromium.notifications, (shown) => shown.length === 0);
    expect(await chromium.badge()).toBe('');
  });

  it.each([
    { reason: 'fraud', answer: requestText.fraud, prompt: promptText.fraud, card: requestText.results.fraud },
    {
      reason: 'mistake',
      answer: requestText.mistake,
      prompt: promptText.denied,
      card: requestText.results.denied,
    },
  ])('is denied with the reason $reason', async ({ reason, answer, prompt, card }) => {
    const before = await eventsOf(world.service, alex, true);
    const page = await signIn();
    await says(page, promptText.here);
    const popup = await chromium.toolbar(page);
    await press(popup, requestText.notMe);
    await press(popup, answer);
    await says(popup, card);
    await says(page, prompt, promptText.sendAgain);
    expect(await world.push()).toMatchObject({ state: 'denied', reason });
    const alerts = (await eventsOf(world.service, alex, true)).slice(before.length);
    expect(alerts).toEqual(reason === 'fraud' ? ['push.denied'] : []);
    expect(await text(page)).not.toContain('Welcome');
  });

  it('expires when nobody answers', async () => {
    const page = await signIn();
    await says(page, promptText.here);
    const popup = await chromium.toolbar(page);
    await says(popup, requestText.approve);
    await world.service.advance(61_000);
    await says(page, promptText.expired);
    await says(popup, requestText.results.expired);
    await until(chromium.notifications, (shown) => shown.length === 0);
    expect(await world.push()).toMatchObject({ state: 'expired' });
  });

  it('goes on after a reload of the prompt', async () => {
    const page = await signIn();
    await says(page, promptText.here);
    const before = await world.push();
    await page.reload();
    await says(page, promptText.here);
    expect((await world.push()).id).toBe(before.id);
    await press(await chromium.toolbar(page), approveLabel);
    await says(page, 'Welcome');
  });
});

describe('a sign-in from elsewhere', () => {
  it('is approved with the number that its page shows, here a private window', async () => {
    const page = await chromium.privateTab(world.campus.signIn('alex'));
    await says(page, promptText.elsewhere);
    const number = await digitsOn(page);
    expect(number).toMatch(/^\d{6}$/);
    const popup = await chromium.toolbar(await chromium.tab(world.campus.base));
    await says(popup, requestText.elsewhere);
    await typeNumber(popup, number);
    await says(page, 'Welcome');
    expect(await world.push()).toMatchObject({ state: 'approved', kind: 'elsewhere' });
  });

  it('ends at a wrong number', async () => {
    const prompt = await world.campus.site.begin('alex');
    await prompt.post('promptPush');
    const push = (await prompt.read()).parts.push?.latest;
    const wrong = push?.number === '111111' ? '222222' : '111111';
    const popup = await chromium.toolbar(await chromium.tab(world.campus.base));
    await typeNumber(popup, wrong);
    await says(popup, errors.number_wrong.say);
    expect((await prompt.read()).parts.push?.latest?.state).toBe('failed');
    const user = await world.service.rooms.users.find(world.service.rooms.floor.db.read, alex);
    expect(user?.failures).toBe(1);
  });

  it('cannot be approved where policy refuses it, and both sides say so', async () => {
    await world.service.setPolicy({ elsewhere: 'refuse' });
    const page = await chromium.privateTab(world.campus.signIn('alex'));
    await says(page, promptText.onlyHere, promptText.onlyHereWhy);
    const popup = await chromium.toolbar(await chromium.tab(world.campus.base));
    await says(popup, requestText.elsewhere, errors.elsewhere_refused.say, requestText.notMe);
    expect(await text(popup)).not.toContain(requestText.number);
    expect(await popup.$$('button.main, input')).toEqual([]);
  });
});
