import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { promptText, requestText } from '../../../components/sentences.ts';
import type { Chromium } from '../driver/chromium.ts';
import { press, says, text } from '../driver/screen.ts';
import { until } from '../driver/until.ts';
import { openWorld, type World } from '../driver/world.ts';

const HOUR = 3_600_000;
const [FIRST, SECOND] = [0, 1];

let world: World;
let chromium: Chromium;
beforeAll(async () => {
  world = await openWorld();
  chromium = await world.paired(await world.addUser('alex'));
});
afterEach(async () => {
  await chromium.closeAll();
  await world.service.advance(HOUR);
});
afterAll(() => world.close());

async function signIn() {
  const page = await chromium.tab(world.campus.signIn('alex'));
  await says(page, promptText.here);
  return { page, id: await chromium.notified() };
}

it('is approved by the notification’s own button', async () => {
  const { page, id } = await signIn();
  await chromium.settled(id);
  await chromium.clickNotification(id, FIRST);
  await says(page, 'Welcome');
  expect(await world.push()).toMatchObject({ state: 'approved', kind: 'here' });
  await until(chromium.notifications, (shown) => shown.length === 0);
  expect(chromium.hasPopup()).toBe(false);
});

it('does nothing but open the popup when the button is pressed within a second', async () => {
  const { page, id } = await signIn();
  await chromium.clickNotification(id, FIRST);
  const popup = await chromium.nextPopup();
  await says(popup, requestText.here, requestText.approve);
  expect(await world.push()).toMatchObject({ state: 'pending' });
  await says(page, promptText.here);
  await press(popup, requestText.approveLabel('Campus Portal'));
  await says(page, 'Welcome');
});

it('opens the popup when the notification itself is clicked', async () => {
  const { id } = await signIn();
  await chromium.settled(id);
  await chromium.clickNotification(id, 'itself');
  await says(await chromium.nextPopup(), requestText.here, requestText.approve);
  expect(await world.push()).toMatchObject({ state: 'pending' });
});

it.each([
  { reason: 'fraud', answer: requestText.fraud, prompt: promptText.fraud },
  { reason: 'mistake', answer: requestText.mistake, prompt: promptText.denied },
])('asks why after “Not me”, and is denied with the reason $reason', async ({ reason, answer, prompt }) => {
  const { page, id } = await signIn();
  await chromium.settled(id);
  await chromium.clickNotification(id, SECOND);
  const popup = await chromium.nextPopup();
  await says(popup, requestText.why);
  expect(await world.push()).toMatchObject({ state: 'pending' });
  await press(popup, answer);
  await says(page, prompt);
  expect(await world.push()).toMatchObject({ state: 'denied', reason });
});

it('offers no approval for a sign-in from elsewhere: its button opens the popup, which takes no number', async () => {
  const prompt = await world.campus.site.begin('alex');
  await prompt.post('promptPush');
  const id = await chromium.notified();
  await chromium.settled(id);
  await chromium.clickNotification(id, FIRST);
  const popup = await chromium.nextPopup();
  await says(popup, requestText.elsewhere, requestText.fromToolbar);
  expect(await text(popup)).not.toContain(requestText.number);
  expect((await prompt.read()).parts.push?.latest?.state).toBe('pending');
});
