import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, launch, type Page } from 'puppeteer-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PromptState } from '../../../lib/protocol/prompt.ts';
import { type CannedPrompt, codes, everyMethod, prompt, push } from './canned.ts';
import { executablePath, root } from './open-gallery.ts';

/**
 * The built pages under the service's own content policy, in a real browser, against canned replies: what the
 * bundler made must run without anything inline.
 */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
const types: Record<string, string> = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
};

let browser: Browser;
let page: Page;
let server: Server;
let origin: string;
const posts: string[] = [];
let state: PromptState;
/** What the service says to the next code; null: that it is right. */
let refusal: string | null = null;
const waiting: (() => void)[] = [];

/** The next state, told to whoever waits for it. */
function become(part: CannedPrompt): void {
  const { parts, revision, ...rest } = state;
  state = prompt({ ...rest, ...parts.push, ...part, now: Date.now(), revision: revision + 1 });
  for (const tell of waiting.splice(0)) tell();
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  response.setHeader('Content-Security-Policy', policy);
  const json = (body: unknown) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(body));
  };
  if (pathname.endsWith('/state')) {
    if (Number(searchParams.get('after') ?? 0) >= state.revision)
      await new Promise<void>((resolve) => waiting.push(resolve));
    return json(state);
  }
  if (request.method === 'POST') {
    posts.push(pathname);
    if (pathname.endsWith('/passcode') && refusal !== null) {
      response.statusCode = 403;
      return json({ error: refusal, message: '' });
    }
    if (pathname.endsWith('/finish')) return json({ location: `${origin}/back` });
    return json({});
  }
  if (pathname === '/favicon.ico') return void response.writeHead(204).end();
  if (pathname === '/back') return void response.end('back at the site');
  const file = pathname.startsWith('/assets/') ? pathname : `/${pathname.split('/')[1]}.html`;
  const text = await readFile(`${root}.output/pages${file}`, 'utf8');
  response.setHeader('Content-Type', types[file.split('.').at(-1) ?? ''] ?? 'text/plain');
  response.end(text.replace('__TRANSACTION__', 'transaction').replace('__CHALLENGE__', 'challenge'));
}

beforeAll(async () => {
  await build({ configFile: `${root}service/pages/vite.config.ts`, logLevel: 'error' });
  server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launch({ executablePath, headless: true, args: ['--no-sandbox', '--disable-gpu'] });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

/** Opens a page and collects what the browser complains about, content policy included. */
async function visit(path: string): Promise<string[]> {
  const complaints: string[] = [];
  page = await browser.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warn') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`${origin}${path}`);
  return complaints;
}

const heading = (words: string) => page.waitForSelector(`h1 ::-p-text(${words})`);

test('the prompt sends its push, shows the number, sends again after a denial and leaves once approved', async () => {
  const now = Date.now();
  const life = { createdAt: now, expiresAt: now + 60_000 };
  state = prompt({ state: 'choosing', starts: true, now, expiresAt: now + 300_000 });
  const complaints = await visit('/prompt/transaction');
  await page.waitForSelector('main[data-countersign-transaction="transaction"][data-countersign-challenge]');
  await page.waitForFunction(() => document.title.startsWith('Asking your browser'));

  await expect.poll(() => posts).toEqual(['/prompt/transaction/push']);
  become({ state: 'waiting', starts: false, latest: push({ ...life, kind: 'elsewhere' }) });
  await heading('Type this number');
  expect(await page.$eval('.digits', (digits) => digits.textContent)).toBe('482 913');
  expect(await page.title()).toBe('Waiting for the number · Campus Portal');
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');

  become({ state: 'choosing', latest: push({ ...life, state: 'denied', reason: 'mistake' }) });
  await heading('You refused this sign-in');
  await page.locator('button::-p-text(Send again)').click();

  become({ state: 'waiting', latest: push({ ...life, kind: 'here' }) });
  await heading('Approve in your toolbar');
  await page.locator('button::-p-text(Cancel)').click();
  await expect.poll(() => posts).toContain('/prompt/transaction/cancel');

  become({ state: 'approved' });
  await page.waitForFunction(() => location.pathname === '/back');
  expect(posts.filter((path) => path.endsWith('/push'))).toHaveLength(2);
  expect(complaints).toEqual([]);
}, 30_000);

test('a script’s click counts for nothing', async () => {
  const now = Date.now();
  state = prompt({ state: 'choosing', revision: 1, now, expiresAt: now + 300_000 });
  posts.length = 0;
  await visit('/prompt/transaction');
  await heading('Confirm that it is you');
  await page.$eval('button', (button) => button.click());
  await page.locator('button::-p-text(Send the request)').click();
  await expect.poll(() => posts).toEqual(['/prompt/transaction/push']);
}, 30_000);

test('other options stay in reach, and each is what is sent', async () => {
  const now = Date.now();
  posts.length = 0;
  state = prompt({
    state: 'waiting',
    revision: 1,
    now,
    expiresAt: now + 300_000,
    methods: everyMethod(),
    latest: push({ createdAt: now, expiresAt: now + 60_000 }),
  });
  await visit('/prompt/transaction');
  await heading('Approve in your toolbar');
  await page.locator('summary::-p-text(Other options)').click();
  await page.locator('button::-p-text(Security key)').click();
  await heading('Use your security key');
  await expect.poll(() => posts).toEqual(['/prompt/transaction/assertion/begin']);
  // The canned service knows no challenges, which is one more thing that the page has words for.
  await page.waitForSelector('[role=alert] ::-p-text(Something went wrong)');
  await page.waitForFunction(() => document.title.startsWith('That did not work'));
  await page.locator('summary::-p-text(Other options)').click();
  await page.locator('button::-p-text(Approve in a paired browser)').click();
  await expect.poll(() => posts.at(-1)).toBe('/prompt/transaction/push');
}, 30_000);

test('a code is typed, or filled in and then sent by the person; a refusal stands by the field', async () => {
  const now = Date.now();
  posts.length = 0;
  state = prompt({
    state: 'choosing',
    methods: [codes()],
    opensWith: 'passcode',
    revision: 1,
    now,
    expiresAt: now + 300_000,
  });
  const complaints = await visit('/prompt/transaction');
  await page.waitForSelector('main[data-countersign-wants=passcode]');
  await page.waitForSelector('input[autocomplete=one-time-code]:focus');
  expect(await page.title()).toBe('Type your code · Campus Portal');

  refusal = 'passcode_wrong';
  await page.keyboard.type('123 456');
  await page.keyboard.press('Enter');
  await page.waitForSelector('input[aria-invalid=true][aria-describedby=passcode-refused]:focus');
  await page.waitForSelector('#passcode-refused [role=alert] ::-p-text(That code is not right)');
  await page.keyboard.type('7');
  expect(await page.$eval('input', ({ value }) => value)).toBe('7');

  refusal = 'locked_out';
  await page.click('button.main');
  await page.waitForSelector('#passcode-refused ::-p-text(Too many wrong tries)');
  refusal = null;
  await page.$eval('input', (field) => {
    const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') ?? {};
    set?.call(field, '654321');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  expect(posts).toHaveLength(2);
  await page.locator('button::-p-text(Verify)').click();
  await heading('Approved');
  expect(posts).toEqual(Array(3).fill('/prompt/transaction/passcode'));
  expect(await page.$('[data-countersign-wants]')).toBeNull();
  become({ state: 'approved' });
  await page.waitForFunction(() => location.pathname === '/back');
  expect(complaints.filter((words) => !words.includes('403'))).toEqual([]);
}, 30_000);

test('an account that is locked meanwhile has no field any more, and its other ways are in sight', async () => {
  const now = Date.now();
  state = prompt({
    state: 'choosing',
    methods: everyMethod(),
    opensWith: 'passcode',
    revision: 1,
    now,
    expiresAt: now + 300_000,
  });
  await visit('/prompt/transaction');
  await page.waitForSelector('input[autocomplete=one-time-code]');
  become({
    methods: [...everyMethod().slice(0, 2), codes({ ready: false, why: 'locked_out' })],
    opensWith: 'platform',
  });
  await page.waitForSelector('[role=alert] ::-p-text(Too many wrong tries)');
  await page.waitForSelector('details[open] button::-p-text(Security key)');
  expect(await page.$('input, [data-countersign-wants]')).toBeNull();
}, 30_000);

test('what this computer cannot do is shown, with the reason, and cannot be chosen', async () => {
  const now = Date.now();
  posts.length = 0;
  state = prompt({
    state: 'enrolling',
    methods: [],
    opensWith: null,
    revision: 1,
    now,
    expiresAt: now + 300_000,
  });
  const complaints = await visit('/prompt/transaction');
  await heading('Campus Portal asks for a second step');
  const computer = await page.waitForSelector('button[aria-disabled=true]::-p-text(Use this computer)');
  expect(await computer?.evaluate(({ textContent }) => textContent)).toContain('No fingerprint');
  await computer?.click();
  await page.locator('button::-p-text(Use a security key)').click();
  await expect.poll(() => posts).toEqual(['/prompt/transaction/registration/begin']);
  await page.locator('button::-p-text(Choose another way)').click();
  await heading('Campus Portal asks for a second step');
  expect(complaints).toEqual([]);
}, 30_000);

test('the page where a step-up ends carries its mark', async () => {
  const complaints = await visit('/step-up-done');
  await heading('Confirmed');
  await page.waitForSelector('main[data-countersign-confirmed="transaction"]');
  expect(complaints).toEqual([]);
});

test('the ceremony page asks once for what its address holds', async () => {
  posts.length = 0;
  await visit('/ceremony#a-ticket');
  await heading('This cannot go on here');
  expect(posts).toEqual(['/ceremony/begin']);
});

test('the activation page carries the link that its address is', async () => {
  const complaints = await visit('/activation#a-code');
  await page.waitForSelector(`[data-countersign-activation="${origin}/activation#a-code"]`);
  expect(complaints).toEqual([]);
});

test('opening an invitation asks the service for nothing', async () => {
  posts.length = 0;
  const complaints = await visit('/invitation#a-secret');
  await heading('Set up this browser');
  expect(posts).toEqual([]);
  await page.locator('button::-p-text(Set up this browser)').click();
  await expect.poll(() => posts).toEqual(['/invitation/pairing']);
  expect(complaints).toEqual([]);
});

test('the message page says what happened', async () => {
  const complaints = await visit('/message');
  await heading('This sign-in cannot go on');
  expect(complaints).toEqual([]);
});
