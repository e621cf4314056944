import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { portalText } from '../../../components/sentences/portal.ts';
import { trustedListText } from '../../../components/sentences/trust.ts';
import { deviceText, promptText, trustText } from '../../../components/sentences.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { PORTAL_LIFE } from '../../../lib/protocol/portal.ts';
import { type Authenticator, plugIn } from '../driver/authenticator.ts';
import { openPlainChromium } from '../driver/plain-chromium.ts';
import { press, says } from '../driver/screen.ts';
import { setUpKey } from '../driver/set-up.ts';
import { openWorld, type World } from '../driver/world.ts';

/** The portal in a browser without the extension; on its own page by the keyboard alone. */
let world: World;
let plain: Awaited<ReturnType<typeof openPlainChromium>>;
let page: Page;
let computer: Authenticator;
let alex: UserId;

beforeAll(async () => {
  world = await openWorld();
  plain = await openPlainChromium(world.trust.trustedKey);
  alex = await world.addUser('alex');
  await world.invite(alex, 'inline');
  page = await plain.tab();
  computer = await plugIn(page, 'platform');
  await page.goto(world.campus.signIn('alex'));
  await setUpKey(page, 'platform');
  await says(page, 'Welcome');
});
afterAll(async () => {
  await plain.close();
  await world.close();
});
beforeEach(() => computer.verifies(true));

/** Trusted for a day, as if some other browser had been. */
const trustAnother = (family: string) => {
  const { floor, trust } = world.service.rooms;
  return floor.db.write((tx) =>
    trust.make(tx, {
      user: alex,
      application: null,
      holder: { family },
      browser: 'Firefox on Windows',
      transaction: 'A'.repeat(22) as never,
      address: '192.0.2.7',
      hours: 24,
      limit: 5,
    }),
  );
};

const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');

/** Goes on with the Tab key until this has the focus, as a person does who sees where it is. */
async function tabTo(words: string): Promise<void> {
  for (let step = 0; step < 30 && (await focused()) !== words; step += 1) await page.keyboard.press('Tab');
  expect(await focused()).toBe(words);
}

/** Types a name and sends it. */
async function give(name: string): Promise<void> {
  await page.goto(`${world.service.origin}/portal`);
  await says(page, portalText.how);
  await expect.poll(focused).toBe(portalText.title);
  await page.keyboard.press('Tab');
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
}

it('opens for a person whom the computer knows, and forgets what it is told to', async () => {
  await trustAnother('one');
  await trustAnother('two');
  await give('alex');
  await says(page, trustText.title, 'Firefox on Windows', 'Main Campus');
  await tabTo(trustedListText.forget);
  await page.keyboard.press('Enter');
  await says(page, trustText.forgotten);
  await expect.poll(focused).toBe(trustedListText.forget);
  await page.keyboard.press('Enter');
  await says(page, trustedListText.none);
  await tabTo(portalText.close);
  await page.keyboard.press('Enter');
  await says(page, portalText.left);
  await page.reload();
  await says(page, portalText.how);
});

it('stays closed to somebody whom the computer does not know', async () => {
  await computer.verifies(false);
  await give('alex');
  await says(page, errors.ceremony_cancelled.say);
  await page.goto(`${world.service.origin}/portal`);
  await says(page, portalText.how);
});

it('is reached from a sign-in, which goes on from there', async () => {
  await world.service.setPolicy({ trustedBrowsers: { hours: 24 } });
  // So that there is time to choose.
  await computer.verifies(false);
  await page.goto(world.campus.signIn('alex'));
  await page.waitForSelector('button.main');
  await page.locator(`summary::-p-text(${promptText.otherOptions})`).click();
  await page.locator(`button::-p-text(${deviceText.manage})`).click();
  await computer.verifies(true);
  await page.locator('button.main').click();
  await says(page, portalText.title, portalText.backWhy('Campus Portal'), trustedListText.none);
  await tabTo(portalText.back('Campus Portal'));
  await page.keyboard.press('Enter');
  await says(page, deviceText.question);
  await press(page, deviceText.yes);
  await says(page, 'Welcome');
});

it('ends with its time, and says so', async () => {
  // It is open since that sign-in.
  await page.goto(`${world.service.origin}/portal`);
  await says(page, trustedListText.here);
  await world.service.advance(PORTAL_LIFE);
  await tabTo(trustedListText.forget);
  await page.keyboard.press('Enter');
  await says(page, errors.portal_closed.say);
});
