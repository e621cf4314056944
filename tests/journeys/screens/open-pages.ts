import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'puppeteer-core';
import type { ErrorCode } from '../../../lib/protocol/errors.ts';
import type { PromptState } from '../../../lib/protocol/prompt.ts';
import { type CannedPrompt, prompt } from './canned.ts';
import { openPlainBrowser, root } from './open-gallery.ts';

/** The service's own. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
const types: Record<string, string> = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
};

/** The built pages in a real browser, under the service's content policy, against canned replies. */
export interface Pages {
  readonly origin: string;
  /** What was posted since the last visit began, by path. */
  readonly posts: string[];
  /** What the service refuses, by the end of the path. */
  readonly refused: Map<string, ErrorCode>;
  /** The one that is open. */
  readonly page: Page;
  /** What the next visit begins with. */
  begin(part: CannedPrompt): void;
  /** The next state, told to whoever waits for it. */
  become(part: CannedPrompt): void;
  /** Opens a page in place of the last one and collects what the browser complains about, content policy included. */
  visit(path: string, prepare?: (page: Page) => Promise<unknown>): Promise<string[]>;
  heading(words: string): Promise<unknown>;
  press(label: string): Promise<void>;
  close(): Promise<void>;
}

export async function openPages(): Promise<Pages> {
  const posts: string[] = [];
  const refused = new Map<string, ErrorCode>();
  let state: PromptState;
  let waiting: (() => void)[] = [];

  const marks: Record<string, string> = {
    __TRANSACTION__: 'transaction',
    __CHALLENGE__: 'challenge',
    __ERROR__: 'transaction_not_yours',
  };

  async function answer(request: IncomingMessage, url: URL): Promise<object> {
    if (url.pathname.endsWith('/state')) {
      if (Number(url.searchParams.get('after') ?? 0) >= state.revision)
        await new Promise<void>((resolve) => waiting.push(resolve));
      return state;
    }
    posts.push(url.pathname);
    request.resume();
    if (url.pathname.endsWith('/finish')) return { location: `${origin}/back` };
    return url.pathname.endsWith('/portal') ? { location: '/elsewhere' } : {};
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const { pathname } = url;
    response.setHeader('Content-Security-Policy', policy);
    if (request.method === 'POST' || pathname.endsWith('/state')) {
      const error = refused.get(pathname.split('/').at(-1) ?? '');
      const body = await answer(request, url);
      response.writeHead(error ? 403 : 200, { 'Content-Type': 'application/json' });
      return void response.end(JSON.stringify(error ? { error, message: '' } : body));
    }
    if (pathname === '/favicon.ico') return void response.writeHead(204).end();
    if (pathname === '/back' || pathname === '/elsewhere') return void response.end('not the prompt');
    const file = pathname.startsWith('/assets/') ? pathname : `/${pathname.split('/')[1]}.html`;
    const text = await readFile(`${root}.output/pages${file}`, 'utf8');
    response.setHeader('Content-Type', types[file.split('.').at(-1) ?? ''] ?? 'text/plain');
    response.end(text.replace(/__[A-Z]+__/g, (mark) => marks[mark] ?? mark));
  }

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await openPlainBrowser();
  let page: Page;

  return {
    origin,
    posts,
    refused,
    get page() {
      return page;
    },
    begin(part) {
      const now = Date.now();
      refused.clear();
      state = prompt({ state: 'choosing', now, expiresAt: now + 300_000, ...part });
    },
    become(part) {
      const { parts, revision, ...rest } = state;
      state = prompt({ ...rest, ...parts.push, ...part, now: Date.now(), revision: revision + 1 });
      const told = waiting;
      waiting = [];
      for (const tell of told) tell();
    },
    async visit(path, prepare) {
      const complaints: string[] = [];
      posts.length = 0;
      // It would go on waiting for news, and a browser waits at one host a few times only.
      await page?.close();
      page = await browser.newPage();
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warn') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      await prepare?.(page);
      await page.goto(`${origin}${path}`);
      return complaints;
    },
    heading: (words) => page.waitForSelector(`h1 ::-p-text(${words})`),
    press: (label) => page.locator(`button::-p-text(${label})`).click(),
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
