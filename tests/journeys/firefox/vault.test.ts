import type { ElementHandle, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askedText, codesText } from '../../../components/sentences/passcodes.ts';
import {
  addText,
  backupText,
  entriesText,
  importText,
  lockedText,
  passcodeText,
  setUpVaultText,
} from '../../../components/sentences.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import { waitsHere } from '../../../tools/start/tour-steps.ts';
import { everythingKept } from '../driver/everything-kept.ts';
import { makeFolder } from '../driver/files.ts';
import { contains, markedSecret, markedText, otpauth } from '../driver/marked.ts';
import { chooseCodes, filled, looksLikePrompt, ownSecrets, verify } from '../driver/passcodes.ts';
import { press, says, scrollAndPress, text } from '../driver/screen.ts';
import { until } from '../driver/until.ts';
import {
  addFromFile,
  codeOf,
  copyCode,
  eraseAll,
  pressWay,
  setUpVault,
  showsCodeFor,
  typePassphrase,
} from '../driver/vault.ts';
import { openWorld, type World } from '../driver/world.ts';
import { type Firefox, openFirefox } from './open-firefox.ts';
import { pair } from './steps.ts';

/** Passcodes in Firefox, where a passphrase opens them. */
const MINUTE = 60_000;
const PASSPHRASE = 'seven small boats at noon';
const FOR_BACKUP = 'nine old bridges in fog';
const library = markedSecret('Example Library');
const payroll = markedSecret('Example Payroll');

let world: World;
let firefox: Firefox;
let options: Page;
const folder = makeFolder();
beforeAll(async () => {
  [world, firefox] = await Promise.all([openWorld(), openFirefox()]);
  options = await firefox.options();
});
afterAll(async () => {
  await firefox?.close();
  await world?.close();
  folder.remove();
});

it('are set up without any service, and come from a file and from pasted text', async () => {
  await setUpVault(options, PASSPHRASE);
  await addFromFile(options, folder.put('codes.txt', otpauth(library)), 1);
  await press(options, addText.from);
  await options.locator('#passcodes textarea').fill(otpauth(payroll));
  await press(options, importText.look);
  await press(options, importText.act(1));
  await says(options, lockedText.count(2));
  const popup = await firefox.openPopup();
  expect(await showsCodeFor(popup, library)).toBe(true);
  expect(await showsCodeFor(popup, payroll)).toBe(true);
  await popup.close();
});

it('are copied, and the clipboard is cleared half a minute later', async () => {
  const popup = await firefox.openPopup();
  const code = await copyCode(popup, library.name);
  await popup.close();
  const site = await firefox.tab(world.campus.base);
  const pasted = async () => {
    await site.evaluate(() => {
      document.body.innerHTML = '<textarea autofocus></textarea>';
      document.querySelector('textarea')?.focus();
    });
    await site.keyboard.down('Control');
    await site.keyboard.press('v');
    await site.keyboard.up('Control');
    return site.$eval('textarea', ({ value }) => value);
  };
  expect(await pasted()).toBe(code);
  await firefox.later(31_000);
  await firefox.rings('clear-clipboard');
  await until(pasted, (words) => words === '');
  await site.close();
});

it('lock when they are not used for their time, and open by the passphrase alone', async () => {
  await firefox.later(61 * MINUTE);
  await firefox.rings('poll');
  await says(options, lockedText.state);
  await firefox.later(-61 * MINUTE);
  const popup = await firefox.openPopup();
  await typePassphrase(popup, `${PASSPHRASE}.`);
  await says(popup, errors.passphrase_wrong.say);
  await typePassphrase(popup, PASSPHRASE);
  await codeOf(popup, library.name);
  await press(popup, codesText.lock);
  await says(popup, codesText.locked);
  await typePassphrase(popup, PASSPHRASE);
  await popup.close();
  await says(options, lockedText.open);
});

it('of a paired browser are filled in from the toolbar, and let their owner in', async () => {
  await pair(firefox, await world.invite(await world.addUser('alex')));
  const ready = async () => ((await firefox.ask('vault.get', {})) as Kept).value.accounts[0];
  const device = await until(ready);
  const prompt = await firefox.tab(world.campus.signIn('alex'));
  await waitsHere(prompt);
  await prompt.bringToFront();
  await chooseCodes(prompt);
  const tab = await firefox.tabAt(prompt.url());
  const popup = await firefox.openPopupOver(prompt);
  await says(popup, askedText.fill);
  await popup.bringToFront();
  await scrollAndPress(popup, askedText.fill);
  await filled(prompt);
  // The popup closes itself once the field is filled, and Firefox cannot leave a tab that is going away.
  await until(
    () => firefox.tabAt(popup.url()),
    (popupTab) => popupTab === undefined,
  );
  await prompt.bringToFront();
  await verify(prompt);
  await says(prompt, 'Welcome');
  // The same tab is at the site now, which makes itself look like the prompt.
  await looksLikePrompt(prompt);
  expect(await firefox.ask('passcodes.fill', { device, tab })).toEqual({ ok: false, error: 'field_gone' });
  expect(await prompt.$eval('input', ({ value }) => value)).toBe('');
  await prompt.close();
});

interface Kept {
  value: { accounts: string[] };
}

it('come back from a backup after all was erased', async () => {
  const secret = { kind: 'passphrase', passphrase: PASSPHRASE };
  const made = (await firefox.ask('backup.make', { secret, passphrase: FOR_BACKUP })) as {
    value: { file: string };
  };
  expect([library, payroll].filter((secret) => contains(made.value.file, secret))).toEqual([]);
  const file = folder.put('backup.json', made.value.file);
  await options.bringToFront();
  await eraseAll(options);
  await pressWay(options, setUpVaultText.restore);
  const field = await options.waitForSelector('input[type="file"]:not([multiple])');
  await (field as ElementHandle<HTMLInputElement>).uploadFile(file);
  await typePassphrase(options, FOR_BACKUP);
  await says(options, backupText.becomes);
  await press(options, backupText.restoreAct);
  await says(options, entriesText.title, library.name, payroll.name);
});

it('leave no secret anywhere but sealed', async () => {
  const secrets = [
    library,
    payroll,
    ...(await ownSecrets(world)),
    markedText('the passphrase', PASSPHRASE),
    markedText('the backup’s passphrase', FOR_BACKUP),
  ];
  const places = {
    'what is kept': await firefox.watcher.evaluate(everythingKept),
    'the options': `${await options.content()} ${await text(options)}`,
    'the service’s log': JSON.stringify(world.service.log),
  };
  const leaks = Object.entries(places).flatMap(([place, words]) =>
    secrets.filter((secret) => contains(words, secret)).map(({ name }) => `${name} in ${place}`),
  );
  expect(leaks).toEqual([]);
});

it('lend no key to a script on the service’s own page', async () => {
  const page = await firefox.tab(world.campus.signIn('alex'));
  // What worked last.
  await says(page, passcodeText.title);
  expect(await firefox.contentStorage(page.url())).toEqual({ local: [], session: [] });
});
