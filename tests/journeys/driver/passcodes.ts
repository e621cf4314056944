import type { Page } from 'puppeteer-core';
import { askedText } from '../../../components/sentences/passcodes.ts';
import { passcodeText, promptText } from '../../../components/sentences.ts';
import { pageMarks } from '../../../lib/protocol/marks.ts';
import { openKey } from '../../../service/passcodes/token-secret.ts';
import type { Chromium } from './chromium.ts';
import { type Marked, markedBytes } from './marked.ts';
import { chooseOther } from './methods.ts';
import { press, says, scrollAndPress, text } from './screen.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

/** Codes at the service's prompt, by the words on the screen. */
const FIELD = 'input[autocomplete="one-time-code"]';

/** Another way may be what the prompt opened with: what worked last. */
export async function chooseCodes(prompt: Page): Promise<void> {
  const words = await until(
    () => text(prompt),
    (shown) => opened.some((title) => shown.includes(title)) && !shown.includes(promptText.starting),
  );
  if (!words.includes(passcodeText.title)) await chooseOther(prompt, promptText.methods.passcode);
  await prompt.waitForSelector(`${FIELD}:focus`);
}

const opened = [passcodeText.title, promptText.here, promptText.elsewhere, promptText.choosing];

/** Types a code and sends it, by the keyboard alone. */
export async function typeCode(prompt: Page, code: string): Promise<void> {
  const field = await prompt.waitForSelector(FIELD);
  await field?.click({ count: 3 });
  await field?.type(code);
  await prompt.keyboard.press('Enter');
}

/** Lets the toolbar fill in this browser's own code; the person sends it. */
export async function fillFromToolbar(chromium: Chromium, prompt: Page): Promise<void> {
  const popup = await chromium.toolbar(prompt);
  await scrollAndPress(popup, askedText.fill);
  await filled(prompt);
}

export const filled = (prompt: Page): Promise<boolean> =>
  until(() => prompt.$eval(FIELD, (field) => /^\d{6}$/.test((field as HTMLInputElement).value)));

/** Gives a page of another site the prompt's mark and field. */
export const looksLikePrompt = (page: Page): Promise<void> =>
  page.evaluate((wants) => {
    document.body.setAttribute(wants, 'passcode');
    document.body.innerHTML = '<input autocomplete="one-time-code">';
  }, pageMarks.wants);

export const verify = (prompt: Page): Promise<void> => press(prompt, passcodeText.verify);

/** The secrets of all browsers' own codes, as the service keeps them. */
export async function ownSecrets({ service }: World): Promise<Marked[]> {
  const { floor, sealing } = service.rooms;
  const rows = await floor.db.read
    .selectFrom('tokens')
    .selectAll()
    .where('device_id', 'is not', null)
    .execute();
  return rows.map((row) => markedBytes('the browser’s own', Buffer.from(openKey(sealing, row).secret)));
}

/** The vault is open and has this browser's own code, and the service knows. */
export async function ownCodeReady(chromium: Chromium, options: Page): Promise<void> {
  const ready = async () => {
    const reply = (await chromium.ask(options, 'vault.get', {})) as { value?: { accounts: string[] } };
    return reply.value?.accounts.length;
  };
  await until(ready);
  await says(options, 'localhost');
}
