import type { Browser, Page } from 'puppeteer-core';
import { ceremonyText, commonText, keysText, requestText } from '../../../components/sentences.ts';
import type { AuthenticatorKind } from '../../../lib/protocol/webauthn.ts';
import { type Authenticator, plugIn } from './authenticator.ts';
import type { Chromium } from './chromium.ts';
import { has, press, says, text } from './screen.ts';
import { until } from './until.ts';

/** The name that the service gives itself where a person proves who they are to it. */
const OWN = 'Countersign';
/** What cannot be pressed for so long was taken away, in milliseconds. */
const GONE_AFTER = 2_000;

/** The options page, in a browser that has an authenticator of its own. */
export async function openKeys(chromium: Chromium): Promise<Page> {
  const page = await chromium.tab('about:blank');
  await plugIn(page, 'platform');
  await page.goto(`${chromium.base}options.html#security-keys`);
  await says(page, keysText.title, keysText.add.platform);
  return page;
}

/** Presses what opens a tab, and answers that tab, once it shows a prompt. */
export async function proofTab({ browser }: { browser: Browser }, begin: () => Promise<void>): Promise<Page> {
  const opened = browser.waitForTarget((target) => /\/prompt\/[^/]+$/.test(target.url()));
  await begin();
  const page = await (await opened).page();
  if (!page) throw new Error('the tab has no page');
  return page;
}

/** Approves the proof by one click in the toolbar. */
export async function prove(chromium: Chromium, tab: Page): Promise<void> {
  const popup = await chromium.toolbar(tab);
  await press(popup, requestText.approveLabel(OWN));
}

/** Presses the page's main button, if it has one; a page that goes on by itself has none any more. */
export async function pressMain(tab: Page): Promise<boolean> {
  const there = await has(tab, 'button.main').catch(() => false);
  if (!there) return false;
  return tab
    .locator('button.main')
    .setTimeout(GONE_AFTER)
    .click()
    .then(
      () => true,
      () => false,
    );
}

/** Waits until the ceremony is over in this tab, and presses its button where the browser wants a press first. */
export async function finish(
  tab: Page,
  matter: keyof typeof ceremonyText.matters,
  patience?: number,
): Promise<void> {
  const { done } = ceremonyText.matters[matter];
  const isDone = async () => (await text(tab)).includes(done);
  await until(async () => (await isDone()) || pressMain(tab), Boolean, patience);
  await says(tab, done);
}

/** The same in a tab that may have asked the browser before anything was plugged in, which then waits for ever. */
export async function finishLate(tab: Page, matter: keyof typeof ceremonyText.matters): Promise<void> {
  try {
    await finish(tab, matter, 3_000);
  } catch {
    await tab.reload();
    await press(tab, commonText.tryAgain);
    await finish(tab, matter);
  }
}

/** What an authenticator holds; another tab's can be given the same. */
export type Held = Awaited<ReturnType<Authenticator['credentials']>>;

/** Registers from the options page, from the click to the last word. Answers the tab in which it happened. */
export async function register(
  chromium: Chromium,
  options: Page,
  kind: AuthenticatorKind,
): Promise<{ tab: Page; held: Held }> {
  const tab = await proofTab(chromium, () => press(options, keysText.add[kind]));
  const authenticator = await plugIn(tab, kind);
  await prove(chromium, tab);
  await finish(tab, `add_${kind}`);
  return { tab, held: await authenticator.credentials() };
}

/** The same authenticator, plugged into another tab. What its page asked before, it asks anew. */
export async function plugInAgain(
  tab: Page,
  { kind, held, touched = true }: { kind: AuthenticatorKind; held: Held; touched?: boolean },
): Promise<void> {
  const authenticator = await plugIn(tab, kind, { touched });
  for (const credential of held) await authenticator.add(credential);
  await tab.reload();
}
