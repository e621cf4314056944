import type { Page } from 'puppeteer-core';
import { pairingText, popupText } from '../../../components/sentences.ts';
import { pageMarks } from '../../../lib/protocol/marks.ts';
import { beginSetUp, confirmDigits, paired, readDigits } from '../../../tools/start/tour-steps.ts';
import { press } from '../driver/screen.ts';
import type { Firefox } from './open-firefox.ts';

/** Opens an invitation and brings its link to the popup, up to the digits. */
export async function bringLink(firefox: Firefox, invitation: string): Promise<{ setUp: Page; popup: Page }> {
  const setUp = await firefox.tab(invitation);
  return { setUp, popup: await bringLinkOf(firefox, setUp, popupText.pair) };
}

/** The same from a page that is open; `pair` is how the popup calls it. */
async function bringLinkOf(firefox: Firefox, setUp: Page, pair: string): Promise<Page> {
  await beginSetUp(setUp);
  const shown = await setUp.waitForSelector(`[${pageMarks.activation}]`);
  const link = await shown?.evaluate((element, name) => element.getAttribute(name), pageMarks.activation);
  const popup = await firefox.openPopup();
  await press(popup, pair);
  await popup.locator(`::-p-text(${pairingText.paste})`).click();
  await popup.locator('#activation-link').fill(link ?? '');
  await press(popup, pairingText.go);
  await press(popup, pairingText.allow);
  return popup;
}

/** Pairs one account more, from a page that offers it until both sides have confirmed. */
export async function pairMoreOn(firefox: Firefox, page: Page): Promise<void> {
  const popup = await bringLinkOf(firefox, page, popupText.pairMore);
  const digits = await readDigits(popup);
  await page.bringToFront();
  if ((await readDigits(page)) !== digits) throw new Error('the digits differ');
  await confirmDigits(page);
  await popup.bringToFront();
  await confirmDigits(popup);
  await paired(popup);
  await press(popup, pairingText.close);
  await popup.close();
  await page.bringToFront();
}

/** From the invitation to "This browser is paired" on both sides. Answers the digits of the popup and the page. */
export async function pair(firefox: Firefox, invitation: string): Promise<[string, string]> {
  const { setUp, popup } = await bringLink(firefox, invitation);
  const digits: [string, string] = [await readDigits(popup), await readDigits(setUp)];
  // A tab that nobody looks at draws next to nothing, and a press waits for what is drawn.
  await setUp.bringToFront();
  await confirmDigits(setUp);
  await popup.bringToFront();
  await confirmDigits(popup);
  await paired(popup);
  await paired(setUp);
  await press(popup, pairingText.close);
  await popup.close();
  await setUp.close();
  return digits;
}
