import type { Page } from 'puppeteer-core';
import { methodsText, promptText } from '../../../components/sentences.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { press, says, text } from './screen.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

/** How a person sets what a sign-in opens with, and chooses another way at the prompt, by the words on the screen. */

const radio = (name: string): string => `#methods ::-p-aria([name="${name}"][role="radio"])`;

/** Chooses what a sign-in opens with; nothing is saved yet. */
export const chooseOpening = (options: Page, name: string): Promise<void> =>
  options.locator(radio(name)).click();

/** Waits until the page shows this choice. */
export async function opensWith(options: Page, name: string): Promise<void> {
  const isChosen = () => options.$eval(radio(name), (element) => (element as HTMLInputElement).checked);
  await until(() => isChosen().catch(() => false));
}

export const toggleAutoPush = (options: Page): Promise<void> =>
  options.locator(`#methods label::-p-text(${methodsText.autoPush})`).click();

/** Picks from a list by the words that it shows. */
export async function pick(page: Page, label: string, words: string): Promise<void> {
  const field = await page.waitForSelector(`::-p-aria([name="${label}"][role="combobox"])`);
  const value = await until(() =>
    field?.evaluate((element, wanted) => {
      const all = [...(element as HTMLSelectElement).options];
      return all.find(({ textContent }) => textContent === wanted)?.value;
    }, words),
  );
  await field?.select(value ?? '');
}

export const pressSave = (options: Page): Promise<void> =>
  options.locator(`#methods button::-p-text(${methodsText.save})`).click();

/** What the service has of a person's own settings. */
export function settingsOf(world: World, user: UserId) {
  /** Another one since the service was away. */
  const db = () => world.service.rooms.floor.db;
  const version = async (): Promise<number> => {
    const query = db().read.selectFrom('method_settings').select('version').where('user_id', '=', user);
    return (await query.executeTakeFirst())?.version ?? 0;
  };
  return {
    version,
    /** Saves, and waits until the service has it and the page says so. */
    async save(options: Page): Promise<void> {
      const before = await version();
      await pressSave(options);
      await until(version, (now) => now > before).catch(async () => {
        const shown = await options.$eval('#methods', ({ textContent }) => textContent);
        throw new Error(`Nothing was saved; the page says: ${shown}`);
      });
      await says(options, methodsText.saved);
    },
    /** As before the person's first change and first sign-in. */
    async forget(): Promise<void> {
      await db().write((tx) => tx.query.deleteFrom('method_settings').where('user_id', '=', user).execute());
    },
  };
}

/** One of the "Other options". Each screen has its own list, and the screen may change while one is opened. */
export async function chooseOther(prompt: Page, name: string): Promise<void> {
  const way = prompt.locator(`.methods button::-p-text(${name})`).setTimeout(3_000);
  const choose = async (): Promise<boolean> => {
    await openOthers(prompt);
    return way.click().then(
      () => true,
      () => false,
    );
  };
  await until(choose).catch(async () => {
    throw new Error(`“${name}” could not be chosen on: ${await text(prompt)}`);
  });
}

async function openOthers(prompt: Page): Promise<void> {
  const list = await prompt.waitForSelector('details.methods');
  if (await list?.evaluate((element) => (element as HTMLDetailsElement).open)) return;
  await prompt.locator(`summary::-p-text(${promptText.otherOptions})`).click();
}

/** The names of the "Other options", in their order; what cannot be used in brackets. */
export async function others(prompt: Page): Promise<string[]> {
  await openOthers(prompt);
  return prompt.$$eval('.methods button', (all) =>
    all.map((one) => {
      const name = one.querySelector('.way')?.firstChild?.textContent ?? '';
      return one.ariaDisabled === 'true' ? `(${name})` : name;
    }),
  );
}

/** At a prompt that waits for the person: sends the request that did not start by itself. */
export async function sendFirst(prompt: Page): Promise<void> {
  await says(prompt, promptText.choosing);
  await press(prompt, promptText.send);
}
