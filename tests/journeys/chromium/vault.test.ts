import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codesText, unlockText } from '../../../components/sentences/passcodes.ts';
import { entriesText, lockedText, waysText } from '../../../components/sentences.ts';
import { hotp, otpSecret } from '../../../lib/otp/otp.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import { plugIn } from '../driver/authenticator.ts';
import type { Chromium } from '../driver/chromium.ts';
import { makeFolder } from '../driver/files.ts';
import { markedSecret, markedText, otpauth } from '../driver/marked.ts';
import { moments } from '../driver/moments.ts';
import { press, says, scrollAndPress } from '../driver/screen.ts';
import { showSquare } from '../driver/square.ts';
import { type Traces, watchTraces } from '../driver/traces.ts';
import { until } from '../driver/until.ts';
import {
  addFromFile,
  addFromPage,
  beginKey,
  codeOf,
  copyCode,
  lockNow,
  openVault,
  pressRow,
  setUpVault,
  showsCodeFor,
  typePassphrase,
} from '../driver/vault.ts';
import { openWorld, type World } from '../driver/world.ts';

/** One person's passcodes, from the first day on, in a browser that is paired with nothing. */
const MINUTE = 60_000;
const PASSPHRASE = 'seven small boats at noon';
const library = markedSecret('Example Library');
const payroll = markedSecret('Example Payroll');
const archive = markedSecret('Example Archive');

let world: World;
let chromium: Chromium;
let traces: Traces;
let options: Page;
let site: Page;
const folder = makeFolder();
beforeAll(async () => {
  world = await openWorld();
  chromium = await world.chromium();
  traces = await watchTraces(chromium, world.service.log);
  options = await openVault(chromium);
  site = await chromium.tab(world.campus.base);
});
afterAll(async () => {
  await world.close();
  folder.remove();
});

it('is set up without any service', async () => {
  await options.bringToFront();
  await setUpVault(options, PASSPHRASE);
  await says(options, lockedText.open, entriesText.none);
});

it('takes a code from a square on a page', async () => {
  await showSquare(site, otpauth(library));
  const popup = await chromium.toolbar(site);
  await addFromPage(popup);
  const again = await chromium.toolbar(site);
  expect(await showsCodeFor(again, library)).toBe(true);
});

it('takes several from a file', async () => {
  await options.bringToFront();
  const file = folder.put('codes.txt', [otpauth(payroll), otpauth(archive, 0)].join('\n'));
  await addFromFile(options, file, 2);
  const popup = await chromium.toolbar(site);
  expect(await showsCodeFor(popup, payroll)).toBe(true);
});

it('makes the next code of one that counts only when it is asked to, and each once', async () => {
  const key = { secret: otpSecret(new Uint8Array(archive.bytes)), algorithm: 'SHA1', digits: 6 } as const;
  for (const counter of [0, 1]) {
    const popup = await chromium.toolbar(site);
    await pressRow(popup, archive.name);
    expect(await codeOf(popup, archive.name)).toBe(hotp(key, counter));
  }
  const popup = await chromium.nextPopup();
  await press(popup, codesText.nextOf(`${archive.name}, alex`));
  await until(
    () => codeOf(popup, archive.name),
    (code) => code === hotp(key, 2),
  );
});

it('copies a code, and clears the clipboard half a minute later', async () => {
  const { later, rings } = moments(chromium);
  const popup = await chromium.toolbar(site);
  const code = await copyCode(popup, payroll.name);
  await chromium.closePopup();
  expect(await chromium.clipboard(site)).toBe(code);
  await later(31_000);
  await rings('clear-clipboard');
  await until(
    () => chromium.clipboard(site),
    (text) => text === '',
  );
});

it('locks when it is not used for its time, and opens by the passphrase alone', async () => {
  const { later, rings } = moments(chromium);
  await later(61 * MINUTE);
  await rings('poll');
  await says(options, lockedText.state);
  const popup = await chromium.toolbar(site);
  await typePassphrase(popup, `${PASSPHRASE}.`);
  await says(popup, errors.passphrase_wrong.say);
  await typePassphrase(popup, PASSPHRASE);
  await codeOf(popup, library.name);
});

it('locks by a key of the keyboard', async () => {
  await moments(chromium).command('lock-vault');
  await says(options, lockedText.state);
  await options.bringToFront();
  await typePassphrase(options, PASSPHRASE);
  await says(options, entriesText.title);
});

it('opens by each of two keys, and by no other', async () => {
  await options.bringToFront();
  const computer = await plugIn(options, 'platform', { prf: true });
  await beginKey(options, PASSPHRASE, 'This laptop');
  await says(options, waysText.added, 'This laptop');
  await computer.touched(false);
  const key = await plugIn(options, 'security_key', { verifies: true, prf: true });
  await beginKey(options, PASSPHRASE, 'Blue key');
  await says(options, 'Blue key');

  for (const [used, unused] of [
    [computer, key],
    [key, computer],
  ] as const) {
    await lockNow(options);
    await unused.touched(false);
    await used.touched(true);
    await press(options, unlockText.key);
    await says(options, entriesText.title, lockedText.open);
  }
  await lockNow(options);
  const popup = await chromium.toolbar(site);
  const here = options.url();
  // The popup goes with the press, which leaves nobody to say that it was pressed.
  void scrollAndPress(popup, unlockText.key).catch(() => undefined);
  const unlocking = () => chromium.browser.targets().filter((target) => target.url() === here);
  await until(() => unlocking().length === 2);
  await options.bringToFront();
  expect(await computer.credentials()).toHaveLength(1);
  expect(await key.credentials()).toHaveLength(1);
  await Promise.all([computer.unplug(), key.unplug()]);
  const stranger = await plugIn(options, 'security_key', { verifies: true, prf: true });
  await press(options, unlockText.key);
  await says(options, lockedText.state, errors.ceremony_cancelled.say);
  await stranger.unplug();
});

it('has left no secret anywhere but sealed', async () => {
  const secrets = [library, payroll, archive, markedText('the passphrase', PASSPHRASE)];
  expect(traces.count()).toBeGreaterThan(50);
  expect(await traces.leaks(secrets)).toEqual([]);
  // The search itself can find one.
  await options.evaluate((text) => console.debug(text), otpauth(library));
  expect(await traces.leaks([library])).toEqual([expect.stringContaining('the console of')]);
});
