import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer-core';
import type { EntryPage } from '../../lib/messages/passcodes.ts';
import type { Result } from '../../lib/messages/result.ts';
import type { Chromium } from '../../tests/journeys/driver/chromium.ts';
import { until } from '../../tests/journeys/driver/until.ts';
import { openWorld } from '../../tests/journeys/driver/world.ts';
import { buildStale } from '../../tools/build/build.ts';
import { root } from '../../tools/setup.mjs';
import type { Family } from '../figure.ts';
import { median } from '../statistics.ts';

const PASSPHRASE = 'a passphrase for the bench';
const UNLOCKINGS = 9;
const FIRST_SCREENS = 5;
/** Pages of sixty codes, one after the other. */
const PAGES = 100;
const PAGE = 60;

/** The codes that a browser keeps: how long opening them takes, and showing them. */
export const vault: Family = {
  figures: {
    argon2_ms: { unit: 'ms', target: Number.POSITIVE_INFINITY, better: 'lower' },
    vault_unlock_ms: { unit: 'ms', target: ({ argon2_ms = 0 }) => 1.2 * argon2_ms, better: 'lower' },
    vault_first_screen_1000_ms: { unit: 'ms', target: 60, better: 'lower' },
    vault_first_screen_10000_ms: { unit: 'ms', target: 300, better: 'lower' },
    codes_per_s: { unit: '/s', target: 5_000, better: 'higher' },
  },
  async run() {
    await buildStale(root, ['pages', 'test-chrome']);
    const world = await openWorld();
    try {
      return await measure(await world.chromium());
    } finally {
      await world.close();
    }
  },
};

async function measure(chromium: Chromium) {
  const options = await chromium.options();
  const ask = asker(chromium, options);
  await ask('vault.create', { unlock: SECRET });
  const argon2: number[] = [];
  const unlocks: number[] = [];
  for (let turn = 0; turn < UNLOCKINGS; turn++) {
    argon2.push(await bareDerivation(options));
    await ask('vault.lock', {});
    unlocks.push(await timed(() => ask('vault.unlock', { secret: SECRET })));
  }
  await fill(ask, { from: 0, count: 1_000 });
  const vault_first_screen_1000_ms = await firstScreen(chromium, options);
  const codes_per_s = await codesPerSecond(ask);
  await fill(ask, { from: 1_000, count: 9_000 });
  const vault_first_screen_10000_ms = await firstScreen(chromium, options);
  return {
    argon2_ms: median(argon2),
    vault_unlock_ms: median(unlocks),
    vault_first_screen_1000_ms,
    vault_first_screen_10000_ms,
    codes_per_s,
  };
}

const SECRET = { kind: 'passphrase', passphrase: PASSPHRASE };

type Ask = (name: string, data: object) => Promise<unknown>;

/** Asks the background, and answers the reply's value. */
const asker =
  (chromium: Chromium, page: Page): Ask =>
  async (name, data) => {
    const reply = (await chromium.ask(page, name, data)) as Result<unknown>;
    if (!reply.ok) throw new Error(`${name}: ${reply.error}`);
    return reply.value;
  };

async function timed(job: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await job();
  return performance.now() - began;
}

const BARE = readFileSync(createRequire(import.meta.url).resolve('hash-wasm/dist/argon2.umd.min.js'), 'utf8');

declare const hashwasm: { argon2id(options: object): Promise<Uint8Array> };

/** The library by itself, in one of our pages, with the vault's cost. */
async function bareDerivation(page: Page): Promise<number> {
  await page.evaluate(BARE);
  return page.evaluate(async (password) => {
    const salt = new Uint8Array(16);
    const cost = { iterations: 3, memorySize: 64 * 1024, parallelism: 1 };
    const began = performance.now();
    await hashwasm.argon2id({ password, salt, ...cost, hashLength: 32, outputType: 'binary' });
    return performance.now() - began;
  }, PASSPHRASE);
}

async function fill(ask: Ask, { from, count }: { from: number; count: number }): Promise<void> {
  const lines = Array.from({ length: count }, (_, turn) => otpauth(from + turn));
  await ask('import.start', { text: lines.join('\n') });
  await until(
    async () => (await ask('import.get', {})) as { import: { step: string } | null },
    (now) => now.import?.step === 'done',
    60_000,
  );
  await ask('import.dismiss', {});
}

/** Secrets of twenty bytes, each its own. */
const otpauth = (number: number): string => {
  const secret = number.toString(2).padStart(32, '0').replaceAll('0', 'A').replaceAll('1', 'B');
  return `otpauth://totp/Example%20${number}:alex@example.org?secret=${secret}&issuer=Example%20${number}`;
};

/** From the answer that the vault is open to the first codes on the popup's screen. */
async function firstScreen(chromium: Chromium, options: Page): Promise<number> {
  const ask = asker(chromium, options);
  const times: number[] = [];
  for (let turn = 0; turn < FIRST_SCREENS; turn++) {
    await ask('vault.lock', {});
    await options.bringToFront();
    const popup = await chromium.toolbar(options);
    await popup.waitForSelector('input[type="password"]');
    times.push(await popup.evaluate(unlockAndWait, PASSPHRASE));
    await chromium.closePopup();
  }
  return median(times);
}

declare const chrome: { runtime: { sendMessage(message: object): Promise<unknown> } };

/** Runs in the popup: opens the vault past the form, so that the answer's own time is known. */
async function unlockAndWait(passphrase: string): Promise<number> {
  const painted = new Promise<number>((resolve) => {
    const look = () => {
      if (!document.querySelector('li.passcode .code')) return requestAnimationFrame(look);
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(performance.now());
      return requestAnimationFrame(() => channel.port2.postMessage(null));
    };
    look();
  });
  const data = { secret: { kind: 'passphrase', passphrase } };
  await chrome.runtime.sendMessage({ id: 1, type: 'vault.unlock', data, timestamp: Date.now() });
  const opened = performance.now();
  return (await painted) - opened;
}

async function codesPerSecond(ask: Ask): Promise<number> {
  const page = () => ask('passcodes.page', { search: '', from: 0, count: PAGE }) as Promise<EntryPage>;
  await page();
  const milliseconds = await timed(async () => {
    for (let turn = 0; turn < PAGES; turn++) await page();
  });
  return (PAGES * PAGE * 1_000) / milliseconds;
}
