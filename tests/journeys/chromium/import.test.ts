import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codesText } from '../../../components/sentences/passcodes.ts';
import { importText, lockedText, setUpVaultText, vaultText } from '../../../components/sentences.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import type { Chromium } from '../driver/chromium.ts';
import { makeFolder } from '../driver/files.ts';
import { markedSecret, otpauth } from '../driver/marked.ts';
import { moments } from '../driver/moments.ts';
import { press, says, text } from '../driver/screen.ts';
import { slowSealing } from '../driver/slow-sealing.ts';
import { type Traces, watchTraces } from '../driver/traces.ts';
import { until } from '../driver/until.ts';
import { lookAtFile, openVault, setUpVault, showsCodeFor } from '../driver/vault.ts';
import { openWorld, type World } from '../driver/world.ts';

/** A file that another app exported, long enough to change one's mind over. */
const COUNT = 10_000;
const marked = Array.from({ length: COUNT }, (_, at) =>
  markedSecret(`Example ${String(at).padStart(4, '0')}`),
);
const [first, last] = [marked[0], marked[COUNT - 1]] as [(typeof marked)[0], (typeof marked)[0]];

let world: World;
let chromium: Chromium;
let traces: Traces;
let options: Page;
let file: string;
const folder = makeFolder();
beforeAll(async () => {
  world = await openWorld();
  chromium = await world.chromium();
  traces = await watchTraces(chromium, world.service.log);
  options = await openVault(chromium);
  await setUpVault(options, 'seven small boats at noon');
  await says(options, setUpVaultText.done);
  // The line that is none is left out, by its number.
  const lines = [...marked.map((one) => otpauth(one)), 'otpauth://totp/Example:alex?secret=0'];
  file = folder.put('codes.txt', lines.join('\n'));
});
afterAll(async () => {
  await world.close();
  folder.remove();
});

/** How many rows the vault has in all of its stores, but for the one that says how it opens. */
const rows = async (): Promise<number> =>
  (await chromium.worker()).evaluate(async () => {
    const opened = indexedDB.open('countersign-vault');
    await new Promise((resolve) => opened.addEventListener('success', resolve));
    const stores = [...opened.result.objectStoreNames].filter((name) => name !== 'header');
    const counts = stores.map((name) => opened.result.transaction(name).objectStore(name).count());
    await Promise.all(
      counts.map((count) => new Promise((resolve) => count.addEventListener('success', resolve))),
    );
    opened.result.close();
    return counts.reduce((sum, { result }) => sum + result, 0);
  });

const isUnderWay = async () => /^[1-9][\d,]* of 10,000 made ready/m.test(await text(options));

it('shows what is in it, and writes nothing before it is told to', async () => {
  await lookAtFile(options, file);
  await says(options, importText.fresh(COUNT), importText.bad(1));
  await says(options, importText.badRow(COUNT + 1, errors.otpauth_invalid.say));
  expect(await rows()).toBe(0);
});

it('says how far it is, and leaves nothing behind when it is stopped', async () => {
  const sealing = await slowSealing(chromium);
  await sealing.allow(1_000);
  await press(options, importText.act(COUNT));
  await sealing.held();
  // Time passes for the worker, so that it has something to tell.
  await moments(chromium).later(1_000);
  await sealing.allow(10_000);
  await until(isUnderWay);
  await press(options, importText.stop);
  await sealing.goOn();
  await says(options, importText.cancelled, lockedText.count(0));
  expect(await rows()).toBe(0);
  await press(options, vaultText.close);
});

it('adds all of it at once', async () => {
  await lookAtFile(options, file);
  await press(options, importText.act(COUNT));
  await says(options, importText.done(COUNT), lockedText.count(COUNT));
  const popup = await chromium.toolbar(await chromium.tab(world.campus.base));
  expect(await showsCodeFor(popup, first)).toBe(true);
  await popup.locator(`::-p-aria(${codesText.search})`).fill(last.name);
  expect(await showsCodeFor(popup, last)).toBe(true);
});

it('says what was done only until it was read', async () => {
  expect(await text(options)).not.toContain(setUpVaultText.done);
  await options.reload();
  await says(options, lockedText.count(COUNT));
  expect(await text(options)).not.toContain(importText.done(COUNT));
});

it('has left no secret anywhere but sealed', async () => {
  expect(await traces.leaks([first, last])).toEqual([]);
});
