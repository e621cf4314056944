import type { Page } from 'puppeteer-core';
import { pairingText, popupText } from '../../../components/sentences.ts';
import { beginSetUp, confirmDigits, paired, readDigits, takeLink } from '../../../tools/start/tour-steps.ts';
import type { Chromium } from './chromium.ts';
import { press, says } from './screen.ts';

/** Up to the digits on both sides; `page` shows the button that begins the set-up. */
export async function compareDigits(chromium: Chromium, page: Page) {
  await beginSetUp(page);
  const popup = await chromium.toolbar(page);
  await takeLink(popup);
  return { popup, inPopup: await readDigits(popup), onPage: await readDigits(page) };
}

/** The same, and on until both sides have confirmed. */
export async function pairOn(chromium: Chromium, page: Page): Promise<void> {
  const { popup, inPopup, onPage } = await compareDigits(chromium, page);
  if (inPopup !== onPage) throw new Error('the digits differ');
  await confirmDigits(popup);
  await says(popup, pairingText.waitingForPage);
  await confirmDigits(page);
}

/** From the invitation's link to a paired browser. */
export async function pairByInvitation(chromium: Chromium, link: string): Promise<void> {
  const page = await chromium.tab(link);
  await pairOn(chromium, page);
  await paired(page);
  await closePairing(chromium, page);
  await page.close();
}

/** The popup tells that the pairing is done, and is put away. A press on the page had closed it. */
export async function closePairing(chromium: Chromium, page: Page): Promise<void> {
  const popup = await chromium.toolbar(page);
  await paired(popup);
  await press(popup, pairingText.close);
  await says(popup, popupText.quiet);
  await popup.close();
}
