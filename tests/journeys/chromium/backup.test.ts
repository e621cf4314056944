import type { ElementHandle, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  backupText,
  entriesText,
  exportText,
  lockedText,
  setUpVaultText,
} from '../../../components/sentences.ts';
import { hotp, otpSecret } from '../../../lib/otp/otp.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import type { Chromium } from '../driver/chromium.ts';
import { makeFolder } from '../driver/files.ts';
import { contains, markedSecret, markedText, otpauth } from '../driver/marked.ts';
import { press, says, text } from '../driver/screen.ts';
import { type Traces, watchTraces } from '../driver/traces.ts';
import { until } from '../driver/until.ts';
import {
  addFromFile,
  choosePassphrase,
  codeOf,
  eraseAll,
  lockNow,
  openVault,
  pressRow,
  pressWay,
  setUpVault,
  showsCodeFor,
  typePassphrase,
} from '../driver/vault.ts';
import { openWorld, type World } from '../driver/world.ts';

/** What a person has left when the browser's own copy is gone. */
const PASSPHRASE = 'seven small boats at noon';
const FOR_BACKUP = 'nine old bridges in fog';
const library = markedSecret('Example Library');
const archive = markedSecret('Example Archive');
const secrets = [
  library,
  archive,
  markedText('the passphrase', PASSPHRASE),
  markedText('the backup’s passphrase', FOR_BACKUP),
];

let world: World;
let chromium: Chromium;
let traces: Traces;
let options: Page;
let site: Page;
let file: string;
const folder = makeFolder();
beforeAll(async () => {
  world = await openWorld();
  chromium = await world.chromium();
  await folder.receives(chromium);
  traces = await watchTraces(chromium, world.service.log);
  site = await chromium.tab(world.campus.base);
  options = await openVault(chromium);
  await setUpVault(options, PASSPHRASE);
  await addFromFile(options, folder.put('codes.txt', [otpauth(library), otpauth(archive, 0)].join('\n')), 2);
});
afterAll(async () => {
  await world.close();
  folder.remove();
});

/** The next code of the one that counts, and back to the options. */
async function next(): Promise<string> {
  const popup = await chromium.toolbar(site);
  await pressRow(popup, archive.name);
  const code = await codeOf(popup, archive.name);
  await chromium.closePopup();
  await options.bringToFront();
  return code;
}

const nth = (counter: number): string =>
  hotp({ secret: otpSecret(new Uint8Array(archive.bytes)), algorithm: 'SHA1', digits: 6 }, counter);

/** The name of the file that the page says it has saved. */
async function savedAs(says: (name: string) => string): Promise<string> {
  const [before = '', after = ''] = says('\n').split('\n');
  const lines = async () => (await text(options)).split('\n');
  const line = await until(
    async () => (await lines()).find((one) => one.startsWith(before) && one.endsWith(after)) ?? '',
  );
  return line.slice(before.length, line.length - after.length);
}

async function lookInto(passphrase: string): Promise<void> {
  const field = await options.waitForSelector('input[type="file"]:not([multiple])');
  await (field as ElementHandle<HTMLInputElement>).uploadFile(file);
  await typePassphrase(options, passphrase);
}

it('is one sealed file', async () => {
  expect(await next()).toBe(nth(0));
  await press(options, backupText.make);
  await typePassphrase(options, PASSPHRASE);
  await choosePassphrase(options, FOR_BACKUP);
  await press(options, backupText.act);
  const name = await savedAs(backupText.made);
  const saved = await folder.saved(name);
  file = folder.at(name);
  expect(secrets.filter((secret) => contains(saved, secret))).toEqual([]);
  expect(saved).not.toContain(library.name);
});

it('changes nothing when it cannot be opened, and never turns a counter back', async () => {
  expect(await next()).toBe(nth(1));
  await press(options, backupText.restore);
  await lookInto(PASSPHRASE);
  await says(options, errors.passphrase_wrong.say);
  await lookInto(FOR_BACKUP);
  await says(options, backupText.replaces(2));
  await press(options, backupText.restoreAct);
  await says(options, backupText.restored, lockedText.count(2));
  expect(await next()).toBe(nth(2));
});

it('brings everything back into a browser in which all was erased', async () => {
  await eraseAll(options);
  await pressWay(options, setUpVaultText.restore);
  await lookInto(FOR_BACKUP);
  await says(options, backupText.replaces(0), backupText.becomes);
  await press(options, backupText.restoreAct);
  await says(options, lockedText.open, lockedText.count(2));
  expect(await next()).toBe(nth(1));
  await lockNow(options);
  await typePassphrase(options, FOR_BACKUP);
  await says(options, entriesText.title);
  const popup = await chromium.toolbar(site);
  expect(await showsCodeFor(popup, library)).toBe(true);
  await chromium.closePopup();
  await options.bringToFront();
});

it('gives the secrets themselves away only into a file, after unlocking again', async () => {
  await press(options, exportText.act);
  await says(options, exportText.warn);
  await typePassphrase(options, FOR_BACKUP);
  const saved = await folder.saved(await savedAs(exportText.saved));
  expect([library, archive].filter((secret) => contains(saved, secret))).toEqual([library, archive]);
});

it('has left no secret anywhere but sealed', async () => {
  expect(await traces.leaks(secrets)).toEqual([]);
});
