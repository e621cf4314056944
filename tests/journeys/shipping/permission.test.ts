import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Extension, Page, Target } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pairingText, requestText } from '../../../components/sentences.ts';
import { findChromium } from '../../../tools/setup/find.mjs';
import { openBrowser, STARTS_WITHIN } from '../../../tools/start/browser.ts';
import { beginSetUp, confirmDigits, paired, readDigits, waitsHere } from '../../../tools/start/tour-steps.ts';
import { has, press, says } from '../driver/screen.ts';
import { until } from '../driver/until.ts';
import { openWorld, type World } from '../driver/world.ts';
import { type Display, openDisplay } from './display.ts';

/** What people install, in a browser with a window: the one journey through the browser's own dialog. */
const EXTENSION = join(import.meta.dirname, '../../../.output/chrome-mv3');
const HOST = 'https://localhost/*';
/** The toolbar button's keyboard command. */
const TOOLBAR = 'alt+shift+y';

/** The part of the browser's API that the worker is asked about. */
declare const chrome: {
  permissions: { contains(what: { origins: string[] }): Promise<boolean> };
  commands: { getAll(): Promise<{ name?: string; shortcut?: string }[]> };
};

const profile = mkdtempSync(join(tmpdir(), 'countersign-profile-'));
let display: Display;
let world: World;
let browser: Browser;
let extension: Extension;

beforeAll(async () => {
  const executable = findChromium();
  if (!executable) throw new Error('No Chromium was found. Name one with COUNTERSIGN_BROWSER=<path>.');
  display = await openDisplay();
  world = await openWorld();
  const { trustedKey } = world.trust;
  ({ browser, extension } = await openBrowser({
    executable,
    extension: EXTENSION,
    profile,
    trustedKey,
    headless: false,
  }));
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
  display?.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});

async function worker() {
  const target = await browser.waitForTarget(
    (one) => one.type() === 'service_worker' && one.url().includes(extension.id),
    { timeout: STARTS_WITHIN },
  );
  const found = await target.worker();
  if (!found) throw new Error('the worker is gone');
  return found;
}

const isGranted = async (): Promise<boolean> =>
  (await worker()).evaluate((pattern) => chrome.permissions.contains({ origins: [pattern] }), HOST);

const isPopup = (one: Target): boolean => one.url().includes(`${extension.id}/popup`);

/** Opens the popup by the keys on the keyboard, as nothing but a person can. */
async function openPopup(page: Page): Promise<Page> {
  await until(() => !browser.targets().some(isPopup));
  await page.bringToFront();
  const opened = browser.waitForTarget(isPopup);
  await display.press(TOOLBAR);
  return (await opened).asPage();
}

test('the toolbar button and the lock have their keyboard commands', async () => {
  const commands = await until(
    async () => (await worker()).evaluate(() => chrome.commands.getAll()),
    (all) => all.some(({ shortcut }) => shortcut),
    STARTS_WITHIN,
  );
  expect(commands).toHaveLength(2);
  expect(commands).toContainEqual(
    expect.objectContaining({ name: '_execute_action', shortcut: 'Alt+Shift+Y' }),
  );
  expect(commands).toContainEqual(expect.objectContaining({ name: 'lock-vault', shortcut: 'Alt+Shift+L' }));
});

test('a person allows the host in the browser’s own dialog, pairs, and approves with one click', async () => {
  const [page] = await browser.pages();
  if (!page) throw new Error('the browser has no window');
  await page.goto(await world.invite(await world.addUser('alex')));
  await beginSetUp(page);

  const asking = await openPopup(page);
  await says(asking, pairingText.offer, new URL(world.service.origin).host);
  // What a slow start shows has gone.
  expect(await has(asking, '.first-sight')).toBe(false);
  expect(await isGranted()).toBe(false);
  await press(asking, pairingText.allow);
  await allow(page);

  // The dialog took the popup away; the pairing goes on without it.
  const onPage = await readDigits(page);
  const popup = await openPopup(page);
  expect(await readDigits(popup)).toBe(onPage);
  await confirmDigits(popup);
  // A click on the page takes the popup away once more.
  await confirmDigits(page);
  await paired(page);

  await page.goto(world.campus.signIn('alex'));
  await waitsHere(page);
  const card = await openPopup(page);
  await says(card, requestText.here);
  await press(card, requestText.approveLabel('Campus Portal'));
  await says(page, 'Welcome');
});

/** The dialog hangs in the middle of the window's upper edge, as wide as this, with "Allow" at its right. */
const DIALOG = { width: 448, height: 260, buttonFromRight: 55, step: 12 };

/**
 * Clicks down the column in which "Allow" is, until it is hit: how far down it is depends on the fonts. It takes no
 * click in its first moments, and where nothing is to be pressed a click does nothing.
 */
async function allow(page: Page): Promise<void> {
  // The popup closes because the dialog takes the focus from it.
  await until(() => !browser.targets().some(isPopup));
  const { middle, top } = await page.evaluate(() => ({
    middle: screenX + outerWidth / 2,
    top: screenY + outerHeight - innerHeight,
  }));
  const x = Math.round(middle + DIALOG.width / 2 - DIALOG.buttonFromRight);
  let down = 0;
  await until(async () => {
    await display.click(x, top + down);
    down = (down + DIALOG.step) % DIALOG.height;
    return isGranted();
  });
}
