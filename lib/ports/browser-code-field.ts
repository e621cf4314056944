import browser, { type Scripting } from 'webextension-polyfill';
import { pageMarks } from '../protocol/marks.ts';
import type { AskingPage, CodeField } from './code-field.ts';
import { typeCode } from './type-code.ts';

/** What newer browsers tell and take, and the library does not know of. */
type Injected = Scripting.InjectionResult & { documentId?: string };
type Target = Scripting.InjectionTarget & { documentIds?: string[] };

const asking = `[${pageMarks.wants}="passcode"]`;

export const codeField = (): CodeField => ({
  async find(tab, origin) {
    const found = await run({ tab, origin, document: null }, null);
    return found?.result === true ? { tab, origin, document: found.documentId ?? null } : null;
  },
  fill: async (page, code) => (await run(page, code))?.result === true,
});

/** Null where the browser refuses: no such page, or none that this extension may see. */
async function run({ tab, origin, document }: AskingPage, code: string | null): Promise<Injected | null> {
  const exactly = document === null ? { frameIds: [0] } : { documentIds: [document] };
  const target: Target = { tabId: tab, ...exactly };
  const injection = { target, func: typeCode, args: [{ origin, asking }, code] };
  try {
    const [injected] = await browser.scripting.executeScript(injection as Scripting.ScriptInjection);
    return injected ?? null;
  } catch {
    return null;
  }
}
