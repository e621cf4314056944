import type { ElementHandle, Page } from 'puppeteer-core';
import { codesText, addText as scanText } from '../../../components/sentences/passcodes.ts';
import {
  addText,
  entriesText,
  eraseText,
  importText,
  lockedText,
  setUpVaultText,
  waysText,
} from '../../../components/sentences.ts';
import { type OtpEntry, otpSecret, totp } from '../../../lib/otp/otp.ts';
import type { Chromium } from './chromium.ts';
import type { Marked } from './marked.ts';
import { press, says } from './screen.ts';
import { until } from './until.ts';

/** What a person does with the passcodes that the browser keeps, by the words on the screen. */

const NEW = 'input[autocomplete="new-password"]';
const KNOWN = 'input[autocomplete="current-password"]';

/** The options page, at the passcodes. */
export const openVault = (chromium: Chromium): Promise<Page> =>
  chromium.tab(`${chromium.base}options.html#passcodes`);

/** A way among several says more on its button than its name. */
export const pressWay = (page: Page, name: string): Promise<void> =>
  page.locator(`button::-p-text(${name})`).click();

/** Types a new passphrase twice. */
export async function choosePassphrase(page: Page, passphrase: string): Promise<void> {
  await page.waitForSelector(NEW);
  for (const field of await page.$$(NEW)) await field.type(passphrase);
}

/** On an options page that shows no vault yet. */
export async function setUpVault(options: Page, passphrase: string): Promise<void> {
  await pressWay(options, setUpVaultText.passphrase);
  await choosePassphrase(options, passphrase);
  await press(options, setUpVaultText.act);
  await says(options, entriesText.title);
}

/** In the popup or the options; whether it was the right one shows there. */
export async function typePassphrase(page: Page, passphrase: string): Promise<void> {
  const field = await page.waitForSelector(KNOWN, { visible: true });
  await field?.click({ count: 3 });
  await field?.type(passphrase);
  await page.keyboard.press('Enter');
}

export const lockNow = async (options: Page): Promise<void> => {
  await press(options, lockedText.lock);
  await says(options, lockedText.state);
};

export async function eraseAll(options: Page): Promise<void> {
  await press(options, eraseText.act);
  const field = await options.waitForSelector('#passcodes input[autocapitalize="none"]');
  await field?.type(eraseText.word);
  await press(options, eraseText.go);
  await says(options, eraseText.done, setUpVaultText.title);
}

/** Up to what would be added; nothing is kept yet. Of several codes the button says how many. */
export async function lookAtFile(options: Page, path: string): Promise<void> {
  await press(options, addText.from);
  const field = await options.waitForSelector('input[type="file"][multiple]');
  await (field as ElementHandle<HTMLInputElement>).uploadFile(path);
  await says(options, importText.title);
}

export async function addFromFile(options: Page, path: string, count: number): Promise<void> {
  await lookAtFile(options, path);
  await press(options, importText.act(count));
  await says(options, importText.done(count));
}

/** In the popup: the square code that the page in front shows. */
export async function addFromPage(popup: Page): Promise<void> {
  await press(popup, scanText.fromPage);
  await says(popup, scanText.ask(1));
  await press(popup, scanText.add);
  await says(popup, scanText.added);
}

/** The digits that the popup's list shows for it. */
export async function codeOf(popup: Page, name: string): Promise<string> {
  const read = () =>
    popup.$$eval(
      'li.passcode',
      (rows, wanted) =>
        rows.find(({ textContent }) => textContent?.includes(wanted))?.querySelector('.code')?.textContent,
      name,
    );
  return ((await until(read)) ?? '').replaceAll(/\D/g, '');
}

/** Presses its row: that copies a code, or makes the next one where it counts. The foot stands over some rows. */
export async function pressRow(popup: Page, name: string): Promise<void> {
  const row = await popup.waitForSelector(`li.passcode ::-p-text(${name})`);
  await row?.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await row?.click();
}

export async function copyCode(popup: Page, name: string, cleared = true): Promise<string> {
  const code = await codeOf(popup, name);
  await pressRow(popup, name);
  await says(popup, codesText.copied(cleared));
  return code;
}

/** That the popup shows what the site with the square code expects; when it was read, that may have just changed. */
export async function showsCodeFor(popup: Page, { name, bytes }: Marked): Promise<boolean> {
  const key: Pick<OtpEntry, 'secret' | 'algorithm' | 'digits' | 'period'> = {
    secret: otpSecret(new Uint8Array(bytes)),
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
  };
  const shown = await codeOf(popup, name);
  const now = Date.now();
  return [totp(key, now), totp(key, now - 30_000)].includes(shown);
}

/** Begins to add a key that unlocks; the passphrase is the way that there is already. */
export async function beginKey(options: Page, passphrase: string, name: string): Promise<void> {
  await press(options, waysText.addKey);
  await typePassphrase(options, passphrase);
  await says(options, waysText.keyAsk);
  await options.locator('#passcodes input[maxlength="64"]').fill(name);
  await press(options, waysText.keyAct);
}
