import browser, { type Tabs as BrowserTabs } from 'webextension-polyfill';
import { SECOND } from './clock.ts';
import type { Scripts, Tab, Tabs } from './tabs.ts';

const DETECT = 'detect.js';

/** Firefox names the container; Chromium has none. */
const toTab = ({ id = -1, url, incognito, cookieStoreId }: BrowserTabs.Tab): Tab => ({
  id,
  url: url ?? null,
  incognito,
  defaultCookies: cookieStoreId === undefined || cookieStoreId === 'firefox-default',
});

export const tabs = (): Tabs => ({
  get: (id) => browser.tabs.get(id).then(toTab, () => null),
  matching: async (pattern) => (await browser.tabs.query({ url: pattern })).map(toTab),
  ask: (id, question) =>
    Promise.race([browser.tabs.sendMessage(id, question, { frameId: 0 }).catch(() => null), silence()]),
  open,
  navigate: (id, address) =>
    browser.tabs.update(id, { url: absolute(address) }).then(
      () => true,
      () => false,
    ),
  show,
  close: (id) => browser.tabs.remove(id).catch(() => undefined),
});

async function open(address: string): Promise<number> {
  const [front] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  const { id: openerTabId, windowId } = front ?? {};
  const beside = openerTabId !== undefined && windowId !== undefined && { openerTabId, windowId };
  const { id = -1 } = await browser.tabs.create({ url: absolute(address), ...beside });
  return id;
}

const absolute = (address: string): string =>
  URL.canParse(address) ? address : browser.runtime.getURL(address);

async function show(id: number): Promise<boolean> {
  const tab = await browser.tabs.update(id, { active: true }).catch(() => null);
  if (tab?.windowId === undefined) return false;
  await browser.windows.update(tab.windowId, { focused: true });
  return true;
}

/** A frozen tab never answers. */
const silence = () =>
  new Promise<null>((resolve) => {
    setTimeout(resolve, 2 * SECOND, null);
  });

export const scripts = (): Scripts => ({
  async register(id, pattern) {
    const known = await browser.scripting.getRegisteredContentScripts({ ids: [id] });
    if (known.length > 0) return;
    await browser.scripting.registerContentScripts([
      { id, js: [DETECT], matches: [pattern], runAt: 'document_start', persistAcrossSessions: true },
    ]);
  },
  unregister: (id) => browser.scripting.unregisterContentScripts({ ids: [id] }).catch(() => undefined),
  async inject(tab) {
    await browser.scripting.executeScript({ target: { tabId: tab }, files: [DETECT] }).catch(() => undefined);
  },
});
