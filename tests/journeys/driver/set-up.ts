import type { Page } from 'puppeteer-core';
import { ceremonyText, setUpText } from '../../../components/sentences.ts';
import type { AuthenticatorKind } from '../../../lib/protocol/webauthn.ts';
import { press, says } from './screen.ts';

/** The first set-up at a prompt, by the words on the screen. */

/** Past the pages on why there is a second step, to the choice. */
export async function toChoice(page: Page): Promise<void> {
  await says(page, setUpText.whys[0].title('Campus Portal'));
  await press(page, setUpText.now);
  await says(page, setUpText.chooseTitle);
}

/** A way says more on its button than its name. */
export const chooseWay = (page: Page, method: keyof typeof setUpText.ways): Promise<void> =>
  page.locator(`button::-p-text(${setUpText.ways[method].name})`).click();

/** The first way is enough for now. */
export async function skipAnother(page: Page): Promise<void> {
  await says(page, setUpText.anotherTitle);
  await press(page, setUpText.skip);
}

/** From the first page to what follows the sign-in, with the authenticator that is plugged in. */
export async function setUpKey(page: Page, kind: AuthenticatorKind): Promise<void> {
  await toChoice(page);
  await chooseWay(page, kind);
  await says(page, ceremonyText.added[kind]);
  await press(page, ceremonyText.matters[`use_${kind}`].use);
  await skipAnother(page);
}
