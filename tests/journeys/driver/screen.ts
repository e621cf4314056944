import type { Page } from 'puppeteer-core';
import { until } from './until.ts';

/** What a person finds on a screen: by the words on it, with real clicks and keys. */
const PATIENCE = 30_000;

const button = (name: string): string => `::-p-aria([name="${name}"][role="button"])`;

/** What is to be read; nothing while the page is on its way to another. */
export const text = (page: Page): Promise<string> =>
  page
    // biome-ignore lint/performance/useDomNodeTextContent: what is hidden cannot be read
    .evaluate(() => document.body.innerText)
    .catch(() => '');

/** Waits until all of these words are to be read. */
export async function says(page: Page, ...words: string[]): Promise<void> {
  const all = (shown: string) => words.every((part) => shown.includes(part));
  await until(() => text(page), all).catch((error: Error) => {
    throw new Error(`“${words.join('”, “')}” did not show; ${error.message}`);
  });
}

export const has = async (page: Page, selector: string): Promise<boolean> =>
  (await page.$(selector)) !== null;

export async function press(page: Page, name: string): Promise<void> {
  try {
    await page.locator(button(name)).setTimeout(PATIENCE).click();
  } catch (cause) {
    throw new Error(`“${name}” could not be pressed on: ${await text(page)}`, { cause });
  }
}

/** The same where the popup's foot may stand over it. */
export async function scrollAndPress(popup: Page, name: string): Promise<void> {
  const found = await popup.locator(button(name)).setTimeout(PATIENCE).waitHandle();
  await found.evaluate((element) => (element as Element).scrollIntoView({ block: 'center' }));
  await press(popup, name);
}

/** On the card, among several, of the request that was started in this browser. */
export const pressHere = (popup: Page, name: string): Promise<void> =>
  popup
    .locator(`article:has(.note.good) ${button(name)}`)
    .setTimeout(PATIENCE)
    .click();

/** The digits that the screen shows large. */
export async function digitsOn(page: Page): Promise<string> {
  const shown = await page.waitForSelector('.digits', { timeout: PATIENCE });
  return ((await shown?.evaluate((element) => element.textContent)) ?? '').replaceAll(/\D/g, '');
}

/** Types the number and sends it, by the keyboard alone. */
export async function typeNumber(popup: Page, number: string): Promise<void> {
  const field = await popup.waitForSelector('input.number', { timeout: PATIENCE });
  await field?.type(number);
  await popup.keyboard.press('Enter');
}
