import { join } from 'node:path';
import puppeteer, { type Page } from 'puppeteer-core';
import { findFirefox } from '../../../tools/setup/find.mjs';
import { STARTS_WITHIN } from '../../../tools/start/browser.ts';
import { until } from '../driver/until.ts';

const EXTENSION = join(import.meta.dirname, '../../../.output/test-firefox-mv3');
const NAME = 'countersign@example.org';
/** Firefox draws one for each profile; a fixed one lets a test name the extension's pages. */
const HOST = '11111111-2222-4333-8444-555555555555';

/** The extension's API, as far as a test looks through it from one of the extension's own pages. */
declare const browser: {
  notifications: { getAll(): Promise<Record<string, { title: string; message: string }>> };
  action: { getBadgeText(about: object): Promise<string> };
  extension: { getBackgroundPage(): { Date: DateConstructor } | null };
  alarms: { create(name: string, info: { when: number; periodInMinutes?: number }): Promise<void> };
  runtime: { sendMessage(message: object): Promise<{ res: unknown }> };
  tabs: { query(about: object): Promise<{ id: number; url?: string }[]> };
  scripting: {
    executeScript(what: {
      target: { tabId: number | undefined };
      func: () => Promise<unknown>;
    }): Promise<{ result: unknown }[]>;
  };
  storage: Record<'local' | 'session', { get(key: null): Promise<object> } | undefined>;
};

export type Firefox = Awaited<ReturnType<typeof openFirefox>>;

/** Firefox with the test build in it. `idleAfter`: when an event page that does nothing stops, in milliseconds. */
export async function openFirefox({ idleAfter = 30_000 } = {}) {
  const executablePath = findFirefox();
  if (!executablePath) throw new Error('No Firefox was found. Name one with COUNTERSIGN_FIREFOX=<path>.');
  const firefox = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    timeout: STARTS_WITHIN,
    acceptInsecureCerts: true,
    // Without it no page of an extension can be opened.
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify({ [NAME]: HOST }),
      // Firefox's own windows: the system's close at once where no notification daemon runs.
      'alerts.useSystemBackend': false,
      'extensions.background.idle.timeout': idleAfter,
    },
  });
  await firefox.installExtension(EXTENSION);

  async function open(path: string, how: { background?: boolean; patience?: number } = {}): Promise<Page> {
    const { background = false, patience } = how;
    const page = await firefox.newPage({ background });
    // For a page of an extension, Firefox never reports that it is there.
    page.goto(`moz-extension://${HOST}/${path}`).catch(() => undefined);
    // Nor does it answer while it changes from the empty page to ours.
    const arrived = () => page.$('main').catch(() => null);
    await until(arrived, (main) => main !== null, patience);
    return page;
  }
  // The first page of all waits for the extension itself.
  const watcher = await open('options.html', { patience: STARTS_WITHIN });
  const tabAt = (address: string) =>
    watcher.evaluate(
      async (url) => (await browser.tabs.query({})).find((one) => one.url === url)?.id,
      address,
    );
  const notifications = async () =>
    Object.values(await watcher.evaluate(() => browser.notifications.getAll()));

  return {
    browser: firefox,
    async tab(address: string): Promise<Page> {
      const page = await firefox.newPage();
      await page.goto(address);
      return page;
    },
    /** A tab in a container: it has cookies of its own, and the extension keeps out of it. */
    async containerTab(address: string): Promise<Page> {
      const container = await firefox.createBrowserContext();
      const page = await container.newPage();
      await page.goto(address);
      return page;
    },
    /** Puts everything away that a test left open. */
    async closeAll(): Promise<void> {
      const others = (await firefox.pages()).filter((page) => page !== watcher);
      await Promise.all(others.map((page) => page.close()));
      const containers = firefox.browserContexts().filter((one) => one !== firefox.defaultBrowserContext());
      await Promise.all(containers.map((one) => one.close()));
    },
    /** The popup's page in a tab: the panel itself is out of every driver's reach. */
    openPopup: () => open('popup.html'),
    /** The same, opened behind a page: it takes that one for the tab in front, as the panel does. */
    async openPopupOver(page: Page): Promise<Page> {
      await page.bringToFront();
      return open('popup.html', { background: true });
    },
    notifications,
    /** Waits for the one notification. */
    async notified(patience?: number): Promise<{ title: string; message: string } | undefined> {
      const [shown] = await until(notifications, (all) => all.length === 1, patience);
      return shown;
    },
    badge: () => watcher.evaluate(() => browser.action.getBadgeText({})),
    options: (section = 'passcodes') => open(`options.html#${section}`),
    watcher,
    /** A message to the background from one of our own pages, past its buttons. */
    ask: (name: string, data: object): Promise<unknown> =>
      watcher.evaluate(
        async (type, given) => {
          const message = { id: 1, type, data: given, timestamp: Date.now() };
          return (await browser.runtime.sendMessage(message)).res;
        },
        name,
        data,
      ),
    /** The browser's own number for the tab that shows this address. */
    tabAt,
    /** What storage shows in the world in which content scripts run, in the page of this address. */
    contentStorage: async (address: string): Promise<unknown> =>
      watcher.evaluate(
        async (tabId) => {
          const [read] = await browser.scripting.executeScript({
            target: { tabId },
            func: async () => {
              const keys = async (name: 'local' | 'session') =>
                Object.keys((await browser.storage[name]?.get(null)) ?? {});
              return { local: await keys('local'), session: await keys('session').catch(() => []) };
            },
          });
          return read?.result;
        },
        await tabAt(address),
      ),
    /** The event page takes it for so much later, until it stops. */
    later: (milliseconds: number) =>
      watcher.evaluate((ahead) => {
        const clock = browser.extension.getBackgroundPage()?.Date;
        if (!clock) throw new Error('the event page sleeps');
        const now = clock.now;
        clock.now = () => now() + ahead;
      }, milliseconds),
    /** An alarm rings; one that rings again and again goes on doing so. */
    rings: (name: string) =>
      watcher.evaluate(
        (which) =>
          browser.alarms.create(which, {
            when: Date.now(),
            ...(which === 'poll' && { periodInMinutes: 0.5 }),
          }),
        name,
      ),
    /** Whether the event page lives; looking does not wake it. */
    isAwake: () => watcher.evaluate(() => browser.extension.getBackgroundPage() !== null),
    close: () => firefox.close(),
  };
}
