import { randomBytes } from 'node:crypto';
import type { HttpCall, HttpReply } from '../../lib/ports/http.ts';
import type { Notification } from '../../lib/ports/notifier.ts';
import type { Ports } from '../../lib/ports/ports.ts';
import type { SessionStore } from '../../lib/ports/session-store.ts';
import type { SocketListener } from '../../lib/ports/sockets.ts';
import type { Tab } from '../../lib/ports/tabs.ts';
import type { Profile } from '../../lib/ports/this-browser.ts';

/** One socket as the other side sees it. */
export interface FakeSocket {
  url: string;
  sent: Record<string, unknown>[];
  /** Closed by our side. */
  closed: boolean;
  say(frame: object | string): void;
  hangUp(): void;
}

/** A browser in memory. What survives a worker (session, tabs, desktop) survives a second program over the same ports. */
export function fakePorts(
  answer: (call: HttpCall) => Promise<HttpReply> = unreachable,
  now = Date.UTC(2026, 0, 5, 9),
) {
  let timers: { at: number; job: () => void }[] = [];
  const browser = {
    answer,
    calls: [] as HttpCall[],
    sockets: [] as FakeSocket[],
    desktop: new Map<string, Notification>(),
    /** Every notification that was handed over, in order. */
    shown: [] as string[],
    badge: { text: '', title: '' },
    /** How often the popup was opened, and whether the browser lets it. */
    popups: 0,
    popupOpens: true,
    granted: new Set<string>(),
    scripts: new Map<string, string>(),
    injected: [] as number[],
    /** Open tabs, and what their content script answers. */
    tabs: new Map<number, Tab & { prompt: object | null }>(),
    /** The tab that was brought to the front last. */
    inFront: null as number | null,
    alarms: new Map<string, number>(),
    /** Alarms that ring once, and when. */
    rings: new Map<string, number>(),
    /** How often the clipboard was cleared. */
    clears: 0,
    /** Pages that ask for a code, by their tab, and what was typed there. */
    codeFields: new Map<number, { origin: string; document: string; typed: string | null }>(),
    changes: 0,
    canAct: true,
    profile: 'own' as Profile,
    now: () => now,
    /** Lets time pass and rings what is due, as often as it became due. */
    async advance(milliseconds: number) {
      now += milliseconds;
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { job } of due) job();
      await settle();
    },
  };
  const entries = new Map<string, string>();
  const session: SessionStore = {
    get: async (key) => JSON.parse(entries.get(key) ?? 'null') ?? undefined,
    all: async (prefix) =>
      Object.fromEntries(
        [...entries]
          .filter(([key]) => key.startsWith(prefix))
          .map(([key, value]) => [key, JSON.parse(value)]),
      ),
    set: async (key, value) => void entries.set(key, JSON.stringify(value)),
    remove: async (...keys) => {
      for (const key of keys) entries.delete(key);
    },
  };

  const ports: Ports = {
    session,
    clock: { now: () => now },
    random: { bytes: (length) => new Uint8Array(randomBytes(length)) },
    timers: {
      after(delay, job) {
        const timer = { at: now + delay, job };
        timers.push(timer);
        return () => {
          timers = timers.filter((other) => other !== timer);
        };
      },
    },
    http: {
      send(call) {
        browser.calls.push(call);
        return browser.answer(call);
      },
    },
    sockets: { open: (url, listener) => openSocket(browser.sockets, { url, listener }) },
    alarms: {
      every: async (name, period) => void browser.alarms.set(name, period),
      at: async (name, when) => void browser.rings.set(name, when),
    },
    clipboard: {
      async clear() {
        browser.clears += 1;
      },
    },
    codeField: {
      async find(tab, origin) {
        const field = browser.codeFields.get(tab);
        return field?.origin === origin ? { tab, origin, document: field.document } : null;
      },
      async fill({ tab, document }, code) {
        const field = browser.codeFields.get(tab);
        if (field?.document !== document) return false;
        field.typed = code;
        return true;
      },
    },
    notifier: {
      get canAct() {
        return browser.canAct;
      },
      async show(id, notification) {
        browser.shown.push(id);
        browser.desktop.set(id, notification);
      },
      withdraw: async (id) => void browser.desktop.delete(id),
      shown: async () => [...browser.desktop.keys()],
    },
    toolbar: {
      async show(badge) {
        browser.badge = badge;
      },
      async openPopup() {
        browser.popups += 1;
        return browser.popupOpens;
      },
    },
    tabs: {
      get: async (id) => browser.tabs.get(id) ?? null,
      matching: async (pattern) =>
        [...browser.tabs.values()].filter((tab) => `${tab.url}`.startsWith(pattern.slice(0, -1))),
      ask: async (id) => browser.tabs.get(id)?.prompt ?? null,
      async open(url) {
        const id = Math.max(0, ...browser.tabs.keys()) + 1;
        browser.tabs.set(id, { id, url, incognito: false, defaultCookies: true, prompt: null });
        return id;
      },
      async navigate(id, url) {
        const tab = browser.tabs.get(id);
        if (tab) browser.tabs.set(id, { ...tab, url, prompt: null });
        return tab !== undefined;
      },
      async show(id) {
        browser.inFront = id;
        return browser.tabs.has(id);
      },
      close: async (id) => void browser.tabs.delete(id),
    },
    scripts: {
      register: async (id, pattern) => void browser.scripts.set(id, pattern),
      unregister: async (id) => void browser.scripts.delete(id),
      inject: async (tab) => void browser.injected.push(tab),
    },
    permissions: {
      has: async (pattern) => browser.granted.has(pattern),
      remove: async (pattern) => void browser.granted.delete(pattern),
    },
    broadcast: {
      changed() {
        browser.changes += 1;
      },
    },
    thisBrowser: { name: async () => 'Chrome on Linux', profile: async () => browser.profile },
  };
  return { ports, browser };
}

const unreachable = () => Promise.reject(new TypeError('Failed to fetch'));

function openSocket(sockets: FakeSocket[], { url, listener }: { url: string; listener: SocketListener }) {
  const socket: FakeSocket = {
    url,
    sent: [],
    closed: false,
    say: (frame) => listener.message(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    hangUp: () => listener.closed(),
  };
  sockets.push(socket);
  return {
    send: (text: string) => void socket.sent.push(JSON.parse(text)),
    close() {
      socket.closed = true;
    },
  };
}

/** Lets everything that is ready happen: promises, IndexedDB and WebCrypto answer in later turns. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Waits until it holds. @throws after twenty seconds. */
export async function until(holds: () => unknown): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('it never came to that');
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
