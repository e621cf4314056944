import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, Target, WebWorker } from 'puppeteer-core';
import { findChromium } from '../../../tools/setup/find.mjs';
import { openBrowser } from '../../../tools/start/browser.ts';
import { openPopup } from '../../../tools/start/tour-steps.ts';
import { until } from './until.ts';

const EXTENSION = join(import.meta.dirname, '../../../.output/test-chrome-mv3');

/** The alarm's period, in milliseconds, and a little. */
const WAKES_WITHIN = 35_000;

/** What a worker can be made to hang in. */
export type Hang = 'display' | 'decision' | 'reply' | 'presence' | 'presence-reply';

/** The part of the browser's API that the worker is asked about. */
declare const chrome: {
  runtime: { sendMessage(message: object): Promise<unknown> };
  notifications: {
    create: unknown;
    getAll(): Promise<Record<string, boolean>>;
    onButtonClicked: { dispatch(id: string, button: number): void };
    onClicked: { dispatch(id: string): void };
  };
  storage: { session: { get(key: string): Promise<Record<string, { at: number; handedOver: boolean }>> } };
  scripting: { getRegisteredContentScripts(): Promise<object[]> };
  action: { getBadgeText(about: object): Promise<string>; openPopup(): Promise<void> };
};

export const newProfile = (): string => mkdtempSync(join(tmpdir(), 'countersign-profile-'));

/** A person's Chromium with the extension in it. */
export async function openChromium(trustedKey: string, profile = newProfile()) {
  const executable = findChromium();
  if (executable === undefined) throw new Error('There is no Chromium; see README.md.');
  const { browser, extension } = await openBrowser({
    executable,
    extension: EXTENSION,
    profile,
    trustedKey,
    headless: true,
  });
  const base = `chrome-extension://${extension.id}/`;

  const workerTarget = () =>
    browser.waitForTarget((one) => one.type() === 'service_worker' && one.url() === `${base}background.js`, {
      timeout: WAKES_WITHIN,
    });

  async function worker(): Promise<WebWorker> {
    const found = await (await workerTarget()).worker();
    if (!found) throw new Error('the worker is gone');
    return found;
  }

  async function tab(address: string): Promise<Page> {
    const page = await browser.newPage();
    await page.goto(address);
    return page;
  }

  const isPopup = (one: Target) => one.url().startsWith(`${base}popup`);

  /** The popup that is open, or opens next, whatever opens it. */
  const nextPopup = async (): Promise<Page> => (await browser.waitForTarget(isPopup)).asPage();

  async function closePopup(): Promise<void> {
    const open = browser.targets().find(isPopup);
    await (await open?.asPage())?.close();
    await until(() => !browser.targets().some(isPopup));
  }

  const notifications = async (): Promise<string[]> =>
    (await worker()).evaluate(async () => Object.keys(await chrome.notifications.getAll()));

  /** Runs lines in the world in which this page's content script runs; a refusal is answered as its words. */
  async function contentWorld(page: Page): Promise<(line: string) => Promise<unknown>> {
    const session = await page.createCDPSession();
    const found = Promise.withResolvers<number>();
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.origin.startsWith(base.slice(0, -1))) found.resolve(context.id);
    });
    await session.send('Runtime.enable');
    const contextId = await found.promise;
    return async (expression) => {
      const settings = { contextId, awaitPromise: true, returnByValue: true };
      const reply = await session.send('Runtime.evaluate', { expression, ...settings });
      return reply.exceptionDetails?.exception?.description ?? reply.result.value;
    };
  }

  return {
    browser,
    extension,
    base,
    profile,
    worker,
    tab,
    /** From now on it runs in private windows too. The browser starts it anew for that, and so it begins anew as well. */
    async allowInPrivate(): Promise<void> {
      await browser.installExtension(EXTENSION, { enabledInIncognito: true });
      const page = await tab(`${base}options.html`);
      const attends = () =>
        page.evaluate(async () => (await chrome.scripting.getRegisteredContentScripts()).length > 0);
      await until(attends);
      await page.close();
    },
    /** A browser of the same person in which nobody is known: a private window. */
    async privateTab(address: string): Promise<Page> {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      await page.goto(address);
      return page;
    },
    options: () => tab(`${base}options.html`),
    /** The toolbar button, pressed with this page in front. An open popup would close by it. */
    async toolbar(page: Page): Promise<Page> {
      await closePopup();
      return openPopup({ browser, extension }, page);
    },
    /** The popup as the extension itself opens it, without a press of the toolbar button. */
    async popupByItself(page: Page): Promise<Page> {
      await closePopup();
      await page.bringToFront();
      await (await worker()).evaluate(() => chrome.action.openPopup());
      return nextPopup();
    },
    nextPopup,
    closePopup,
    /** Puts everything away that a test left open. */
    async closeAll(): Promise<void> {
      await closePopup();
      const blank = await browser.newPage();
      const others = (await browser.pages()).filter((page) => page !== blank);
      await Promise.all(others.map((page) => page.close()));
      await Promise.all(
        browser
          .browserContexts()
          .filter((one) => one !== browser.defaultBrowserContext())
          .map((one) => one.close()),
      );
    },
    hasPopup: () => browser.targets().some(isPopup),
    notifications,
    badge: async () => (await worker()).evaluate(() => chrome.action.getBadgeText({})),
    /** Waits for the one notification, and answers its id. */
    async notified(patience?: number): Promise<string> {
      const [id = ''] = await until(notifications, (ids) => ids.length === 1, patience);
      return id;
    },
    /** Waits until a click on it is no longer too early to be meant. */
    async settled(id: string): Promise<void> {
      const age = async () =>
        (await worker()).evaluate(async (key) => {
          const shown = (await chrome.storage.session.get(key))[key];
          return shown?.handedOver ? Date.now() - shown.at : 0;
        }, `shown:${id}`);
      await until(age, (milliseconds) => milliseconds > 1_000);
    },
    async clickNotification(id: string, what: number | 'itself'): Promise<void> {
      await (await worker()).evaluate(
        (about, press) =>
          press === 'itself'
            ? chrome.notifications.onClicked.dispatch(about)
            : chrome.notifications.onButtonClicked.dispatch(about, press),
        id,
        what,
      );
    },
    /** Makes this worker stop half-way; `hung` waits until it has. */
    hang: async (where: Hang) => (await worker()).evaluate(hangIn, where),
    hung: () => until(async () => (await worker()).evaluate(() => Reflect.get(globalThis, 'hung') === true)),
    /** A message to the background from one of our own pages, past its buttons. */
    ask: (page: Page, name: string, data: object): Promise<unknown> =>
      page.evaluate(
        async (type, given) => {
          const message = { id: 1, type, data: given, timestamp: Date.now() };
          const reply = (await chrome.runtime.sendMessage(message)) as { res: unknown };
          return reply.res;
        },
        name,
        data,
      ),
    /** What is in the clipboard, read by this page of a site. */
    async clipboard(page: Page): Promise<string> {
      const { origin } = new URL(page.url());
      await browser.defaultBrowserContext().overridePermissions(origin, ['clipboard-read']);
      await page.bringToFront();
      // The focus may still be on its way to the page.
      const read = () => page.evaluate(() => navigator.clipboard.readText()).catch(() => null);
      return (await until(read, (words) => words !== null)) ?? '';
    },
    contentWorld,
    /** Speaks to the background out of the world in which this page's content script runs. */
    async contentScript(page: Page): Promise<(message: object) => Promise<unknown>> {
      const run = await contentWorld(page);
      return (message) => run(`chrome.runtime.sendMessage(${JSON.stringify(message)})`);
    },
    /** Ends the worker as the browser does, at any moment. A page that wakes the next one meanwhile confuses the debugger. */
    async stopWorker(): Promise<void> {
      const target = await workerTarget();
      await (await target.worker())?.close();
      await until(() => !browser.targets().includes(target));
    },
    async close(): Promise<void> {
      await browser.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export type Chromium = Awaited<ReturnType<typeof openChromium>>;

/** Runs in the worker. */
function hangIn(where: Hang): void {
  const hang = () => {
    Reflect.set(globalThis, 'hung', true);
    return new Promise<never>(() => {});
  };
  if (where === 'display') {
    chrome.notifications.create = hang;
    return;
  }
  const path = where.startsWith('presence') ? '/presence' : '/decision';
  const real = globalThis.fetch;
  globalThis.fetch = (address, init) => {
    if (!String(address).endsWith(path)) return real(address, init);
    if (!where.endsWith('reply')) return hang();
    // A refusal because of the clock is answered by asking again.
    return real(address, init).then((reply) => (reply.ok ? hang() : reply));
  };
}
