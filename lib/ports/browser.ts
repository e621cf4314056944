import browser, { type Runtime } from 'webextension-polyfill';
import type { Alarms } from './alarms.ts';
import type { Broadcast } from './broadcast.ts';
import { clipboard } from './browser-clipboard.ts';
import { codeField } from './browser-code-field.ts';
import { http, sockets } from './browser-network.ts';
import { notifier, toolbar } from './browser-surfaces.ts';
import { scripts, tabs } from './browser-tabs.ts';
import { thisBrowser } from './browser-this-browser.ts';
import { MINUTE } from './clock.ts';
import type { IdleState } from './idle.ts';
import type { PageBrowser } from './page-browser.ts';
import type { Permissions } from './permissions.ts';
import type { Ports } from './ports.ts';
import type { SessionStore } from './session-store.ts';

const CHANGED = 'countersign.changed';

/** The real browser, for the background. */
export const ports = (): Ports => ({
  alarms,
  broadcast,
  clipboard: clipboard(),
  clock: { now: () => Date.now() },
  codeField: codeField(),
  http: http(),
  notifier: notifier(),
  permissions,
  random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
  scripts: scripts(),
  session,
  sockets: sockets(),
  tabs: tabs(),
  thisBrowser: thisBrowser(),
  timers: {
    after(delay, job) {
      const timer = setTimeout(job, delay);
      return () => clearTimeout(timer);
    },
  },
  toolbar: toolbar(),
});

/** The real browser, for our own pages. */
export const pageBrowser = (): PageBrowser => ({
  async activeTab() {
    const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
    if (tab?.id === undefined) return null;
    return { id: tab.id, host: tab.url === undefined ? null : nameOf(tab.url) };
  },
  allow: (pattern) => browser.permissions.request({ origins: [pattern] }),
  async readAttribute(tab, name) {
    const [read] = await browser.scripting.executeScript({
      target: { tabId: tab },
      func: (attribute: string) => document.querySelector(`[${attribute}]`)?.getAttribute(attribute) ?? null,
      args: [name],
    });
    return typeof read?.result === 'string' ? read.result : null;
  },
  picture: () => browser.tabs.captureVisibleTab(),
  openOptions: () => browser.runtime.openOptionsPage(),
  async leaveTo(tab) {
    await browser.tabs.update(tab, { active: true });
    window.close();
  },
  onChanged(listener) {
    const heard = (message: unknown): undefined => {
      if (message === CHANGED) listener();
    };
    browser.runtime.onMessage.addListener(heard);
    return () => browser.runtime.onMessage.removeListener(heard);
  },
});

/** A blank page or a file has no host, and is named by how its address begins. */
const nameOf = (address: string): string => new URL(address).host || (address.split(/[/?#,]/, 1)[0] ?? '');

/** What wakes the background. */
export interface BrowserEvents {
  /** Installed or updated, or the browser started. */
  began(): void;
  alarm(name: string): void;
  permissionsAdded(): void;
  notificationClicked(id: string): void;
  notificationButton(id: string, index: number): void;
  tabClosed(id: number): void;
  idle(state: IdleState): void;
  /** A key of the keyboard that the manifest names. */
  command(name: string): void;
  /** A message that did not come through `lib/messages`' library; undefined leaves it to others. */
  message(message: unknown, sender: Runtime.MessageSender): Promise<unknown> | undefined;
}

/** To be called in the first tick: a listener that comes later misses what woke the worker. */
export function listen(events: BrowserEvents): void {
  browser.runtime.onInstalled.addListener(events.began);
  browser.runtime.onStartup.addListener(events.began);
  browser.alarms.onAlarm.addListener(({ name }) => events.alarm(name));
  browser.permissions.onAdded.addListener(events.permissionsAdded);
  browser.notifications.onClicked.addListener(events.notificationClicked);
  browser.notifications.onButtonClicked.addListener(events.notificationButton);
  browser.tabs.onRemoved.addListener(events.tabClosed);
  browser.idle.onStateChanged.addListener(events.idle);
  browser.commands.onCommand.addListener(events.command);
  browser.runtime.onMessage.addListener(events.message);
}

/** Who we are, so that senders can be told apart. */
export const ownIdentity = () => ({ id: browser.runtime.id, base: browser.runtime.getURL('') });

const alarms: Alarms = {
  async every(name, period) {
    if (await browser.alarms.get(name)) return;
    await browser.alarms.create(name, { periodInMinutes: period / MINUTE });
  },
  at: async (name, when) => browser.alarms.create(name, { when }),
};

const broadcast: Broadcast = {
  changed() {
    // Rejects when no page is open, which is as it should be.
    browser.runtime.sendMessage(CHANGED).catch(() => undefined);
  },
};

const permissions: Permissions = {
  has: (pattern) => browser.permissions.contains({ origins: [pattern] }),
  async remove(pattern) {
    // A host named in the manifest cannot be given back.
    await browser.permissions.remove({ origins: [pattern] }).catch(() => undefined);
  },
};

const session: SessionStore = {
  get: async (key) => (await browser.storage.session.get(key))[key],
  async all(prefix) {
    const entries = Object.entries(await browser.storage.session.get(null));
    return Object.fromEntries(entries.filter(([key]) => key.startsWith(prefix)));
  },
  set: (key, value) => browser.storage.session.set({ [key]: value }),
  remove: (...keys) => browser.storage.session.remove(keys),
};
