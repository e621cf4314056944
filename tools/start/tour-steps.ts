import type { Browser, Extension, Page } from 'puppeteer-core';
import {
  deviceText,
  pairingText,
  popupText,
  promptText,
  requestText,
  setUpText,
} from '../../components/sentences.ts';

/** What a person does and sees on the journey, by the words on the screen. */
export interface Toolbar {
  browser: Browser;
  extension: Extension;
}

const PATIENCE = 30_000;
const APPLICATION = 'Campus Portal';

const heading = (name: string): string => `::-p-aria([name="${name}"][role="heading"])`;
const button = (name: string): string => `::-p-aria([name="${name}"][role="button"])`;

/** Of the site, once somebody is signed in. */
const welcomeTo = (displayName: string): string => heading(`Welcome, ${displayName}`);

/** What a sign-in may begin with: the second step's first screens, or none of them in a trusted browser. */
const screens = {
  setUp: heading(setUpText.whys[0].title(APPLICATION)),
  here: heading(promptText.here),
  elsewhere: heading(promptText.elsewhere),
  over: heading(promptText.over),
} as const;
export type Screen = keyof typeof screens | 'welcome';

/** At the site. */
export async function enterPassword(
  page: Page,
  person: { username: string; password: string },
): Promise<void> {
  await page.locator('input[name=username]').fill(person.username);
  await page.locator('input[name=password]').fill(person.password);
  await page.locator(button('Sign in')).click();
}

/** What comes after the password. */
export const firstScreen = (page: Page, displayName: string): Promise<Screen> =>
  firstOf(page, { ...screens, welcome: welcomeTo(displayName) }).catch(async (cause) => {
    throw await unexpected(page, cause);
  });

/** A tour that went well before finds another screen only where something was changed in between. */
export const unexpected = async (page: Page, cause?: unknown): Promise<Error> =>
  new Error(
    `The tour does not know how to go on from “${await page.title()}”. If accounts were changed since the first run, delete .countersign to start anew.`,
    { cause },
  );

export const signOut = async (page: Page): Promise<void> => {
  await page.locator(button('Sign out')).click();
  await see(page, 'input[name=username]');
};

export const welcome = (page: Page, displayName: string): Promise<void> => see(page, welcomeTo(displayName));

/** What comes after an approval: one more way after a set-up, the question whose browser it is, or the site at once. */
export const approved = (page: Page, displayName: string): Promise<'another' | 'question' | 'welcome'> =>
  firstOf(page, {
    another: heading(setUpText.anotherTitle),
    question: heading(deviceText.question),
    welcome: welcomeTo(displayName),
  });

export async function skipAnother(page: Page): Promise<void> {
  await page.locator(button(setUpText.skip)).click();
  await page.waitForSelector(heading(setUpText.anotherTitle), { hidden: true, timeout: PATIENCE });
}

export const answer = (page: Page, { trust }: { trust: boolean }): Promise<void> =>
  page.locator(button(trust ? deviceText.yes : deviceText.no)).click();

export const waitsHere = (page: Page): Promise<void> => see(page, screens.here);

/** Past the pages on why there is a second step, to the choice. */
export async function pastWhy(page: Page): Promise<void> {
  await page.locator(button(setUpText.now)).click();
  await see(page, heading(setUpText.chooseTitle));
}

/** On the page: asks for an activation link. At the prompt the button says more than its first line. */
export async function beginSetUp(page: Page): Promise<void> {
  await page.locator(`button::-p-text(${setUpText.setUp})`).click();
  await see(page, heading(setUpText.open));
}

/** The toolbar button. It also lets the extension see the page in front, once. */
export async function openPopup({ browser, extension }: Toolbar, page: Page): Promise<Page> {
  await page.bringToFront();
  const isPopup = (url: string) => url.startsWith(`chrome-extension://${extension.id}/popup`);
  const opened = browser.waitForTarget((target) => isPopup(target.url()), { timeout: PATIENCE });
  await page.triggerExtensionAction(extension);
  return (await opened).asPage();
}

/** In the popup: takes the link from the page in front, whatever the popup asks on the way, up to the digits. */
export async function takeLink(popup: Page): Promise<void> {
  const way = {
    compare: heading(pairingText.compare),
    close: button(pairingText.close),
    allow: button(pairingText.allow),
    page: `::-p-text(${pairingText.page})`,
    pair: button(popupText.pair),
    pairMore: button(popupText.pairMore),
  };
  for (let next = await firstOf(popup, way); next !== 'compare'; next = await firstOf(popup, way)) {
    // The popup may find the link by itself meanwhile and go on; then there is nothing left to press.
    await popup
      .locator(way[next])
      .setTimeout(2_000)
      .click()
      .catch(() => undefined);
    await popup.waitForSelector(way[next], { hidden: true, timeout: PATIENCE });
  }
}

/** The six digits that a page or the popup shows. */
export async function readDigits(page: Page): Promise<string> {
  await see(page, heading(pairingText.compare));
  const shown = await page.$eval('.digits', (element) => element.textContent ?? '');
  return shown.replaceAll(/\D/g, '');
}

export const confirmDigits = (page: Page): Promise<void> => page.locator(button(pairingText.match)).click();

export const paired = (page: Page): Promise<void> => see(page, heading(pairingText.done));

export const request = (popup: Page): Promise<void> =>
  see(popup, button(requestText.approveLabel(APPLICATION)));

export const approve = (popup: Page): Promise<void> =>
  popup.locator(button(requestText.approveLabel(APPLICATION))).click();

async function see(page: Page, selector: string, signal?: AbortSignal): Promise<void> {
  await page.waitForSelector(selector, { visible: true, timeout: PATIENCE, ...(signal && { signal }) });
}

/** Which of several things shows first. */
async function firstOf<Name extends string>(page: Page, selectors: Record<Name, string>): Promise<Name> {
  const names = Object.keys(selectors) as Name[];
  const found = new AbortController();
  try {
    return await Promise.any(names.map((name) => see(page, selectors[name], found.signal).then(() => name)));
  } catch {
    throw new Error(`"${await page.title()}" shows none of: ${names.join(', ')}.`);
  } finally {
    found.abort();
  }
}
