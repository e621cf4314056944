import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { WebSocket } from 'ws';
import { createFlows, type Flows } from '../../lib/flows/flows.ts';
import type { RequestView } from '../../lib/messages/contract.ts';
import type { HttpCall, HttpReply } from '../../lib/ports/http.ts';
import type { Sockets } from '../../lib/ports/sockets.ts';
import { CHAIN_HEADER } from '../../lib/protocol/chain-header.ts';
import type { TransactionId } from '../../lib/protocol/ids.ts';
import { mortalPorts } from './mortal-ports.ts';
import { fakePorts, until } from './ports.ts';
import type { TestService } from './service.ts';
import type { TestPrompt } from './site.ts';

/** A passphrase that costs next to nothing to try: tests unlock often. */
export const CHEAP = { cost: { memory: 8, passes: 1 } };

/** A browser with the extension's background in it, talking to the real service. One at a time: IndexedDB is global. */
export function openExtension(service: TestService) {
  globalThis.indexedDB = new IDBFactory();
  const jar: string[] = [];
  /** What the network does to the next calls, first come first served. */
  const faults: ('not sent' | 'answer lost')[] = [];
  const asked = new Set<Promise<unknown>>();

  function answer(call: HttpCall): Promise<HttpReply> {
    const answered = send(call).finally(() => asked.delete(answered));
    asked.add(answered);
    return answered;
  }
  async function send({ method, url, headers, body, credentials }: HttpCall): Promise<HttpReply> {
    const fault = faults.shift();
    if (fault === 'not sent') throw new TypeError('Failed to fetch');
    const cookies = credentials === 'include' && jar.length > 0 ? { Cookie: jar.join('; ') } : {};
    const target = url.replace(service.origin, service.base);
    const reply = await fetch(target, { method, body, headers: { ...headers, ...cookies } });
    const text = await reply.text();
    if (fault === 'answer lost') throw new TypeError('Failed to fetch');
    const { status, headers: given } = reply;
    return { status, date: given.get('date'), chain: given.get(CHAIN_HEADER), text };
  }

  const { ports, browser } = fakePorts(answer, service.clock.now());
  const host = `https://${new URL(service.origin).hostname}/*`;
  let worker = mortalPorts(ports);
  let program = createFlows(worker.ports, CHEAP);

  /** The next tenth of a second. No time passes while the service answers, so a slow machine changes nothing. */
  async function moment(): Promise<void> {
    await Promise.allSettled(asked);
    await browser.advance(100);
  }

  return {
    browser,
    ports,
    faults,
    host,
    get flows(): Flows {
      return program;
    },
    /** The browser stops the worker and starts another. Its start-up lasts as long as what it goes on with. */
    restart() {
      worker.stop();
      worker = mortalPorts(ports);
      program = createFlows(worker.ports, CHEAP);
      void program.startUp();
    },
    /** A worker that will be stopped; see `mortalPorts`. */
    mortal(life: number) {
      const { ports: guarded, died } = mortalPorts(ports, life);
      return { flows: createFlows(guarded, CHEAP), died };
    },
    /** Lets the stream work; without it only polls bring news. */
    connect() {
      ports.sockets = socketsTo(service);
    },
    /** A prompt opens in a new tab of this browser, or in the one given, and the content script reports it. */
    async showPrompt({ transaction, challenge, cookie }: TestPrompt, shown?: number) {
      const { origin } = service;
      const url = `${origin}/prompt/${transaction}`;
      const tab = shown ?? (await ports.tabs.open(url));
      const prompt = { transaction: transaction as TransactionId, challenge };
      jar.push(cookie);
      browser.tabs.set(tab, { id: tab, url, incognito: false, defaultCookies: true, prompt });
      await program.provePresence({ ...prompt, tab, origin });
      return tab;
    },
    /** Lets time pass, and the alarms ring that are due. */
    async pass(milliseconds: number): Promise<void> {
      await browser.advance(milliseconds);
      for (const [name, at] of browser.rings) {
        if (at > browser.now()) continue;
        browser.rings.delete(name);
        await program.alarm(name);
      }
      await program.alarm('poll');
    },
    /** The one request that waits. */
    async waiting(): Promise<RequestView> {
      await program.refreshAll();
      const { requests } = await program.showOverview();
      const request = requests.find(({ state }) => state === 'pending');
      if (!request) throw new Error('no request waits');
      return request;
    },
    overview: () => program.showOverview(),
    /** Waits while the background does its part by itself. */
    until: (holds: () => unknown) =>
      until(async () => {
        await moment();
        return holds();
      }),
    moment,
  };
}
export type TestExtension = ReturnType<typeof openExtension>;

const socketsTo = (service: TestService): Sockets => ({
  open(url, listener) {
    const socket = new WebSocket(
      url.replace(service.origin.replace('https', 'wss'), service.base.replace('http', 'ws')),
    );
    const closed = () => listener.closed();
    socket.on('message', (data) => listener.message(String(data)));
    socket.on('error', () => {});
    socket.on('close', closed);
    return {
      send: (text) => socket.send(text),
      close() {
        socket.off('close', closed);
        socket.close();
      },
    };
  },
});
