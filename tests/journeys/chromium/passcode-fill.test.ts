import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askedText } from '../../../components/sentences/passcodes.ts';
import { promptText } from '../../../components/sentences.ts';
import type { Chromium } from '../driver/chromium.ts';
import { markedText } from '../driver/marked.ts';
import { chooseCodes, fillFromToolbar, ownCodeReady, ownSecrets, verify } from '../driver/passcodes.ts';
import { says, scrollAndPress } from '../driver/screen.ts';
import { type Traces, watchTraces } from '../driver/traces.ts';
import { lockNow, openVault, setUpVault, typePassphrase } from '../driver/vault.ts';
import { openWorld, type World } from '../driver/world.ts';

/** A paired browser's own codes: they come with the vault, and the toolbar types them where they are asked for. */
const PASSPHRASE = 'seven small boats at noon';

let world: World;
let chromium: Chromium;
let traces: Traces;
let options: Page;
beforeAll(async () => {
  world = await openWorld();
  chromium = await world.paired(await world.addUser('alex'));
  traces = await watchTraces(chromium, world.service.log);
  options = await openVault(chromium);
});
afterAll(() => world.close());

/** A sign-in at the site, up to the field for a code. */
async function askedForCode(): Promise<Page> {
  const prompt = await chromium.tab(world.campus.signIn('alex'));
  await chooseCodes(prompt);
  return prompt;
}

it('is let in by a code that the toolbar fills in', async () => {
  await setUpVault(options, PASSPHRASE);
  await ownCodeReady(chromium, options);
  const prompt = await askedForCode();
  await fillFromToolbar(chromium, prompt);
  await verify(prompt);
  await says(prompt, 'Welcome');
  await prompt.close();
});

it('fills in the next one, made while the service is out of reach', async () => {
  await options.bringToFront();
  await lockNow(options);
  const prompt = await askedForCode();
  const popup = await chromium.toolbar(prompt);
  await scrollAndPress(popup, askedText.unlock);
  await typePassphrase(popup, PASSPHRASE);
  await says(popup, askedText.fill);
  await chromium.closePopup();
  await world.service.away(async () => {
    await says(prompt, promptText.offline);
    await fillFromToolbar(chromium, prompt);
  });
  await verify(prompt);
  await says(prompt, 'Welcome');
});

it('has left no secret anywhere but sealed', async () => {
  const own = await ownSecrets(world);
  expect(own).toHaveLength(1);
  expect(await traces.leaks([...own, markedText('the passphrase', PASSPHRASE)])).toEqual([]);
});
