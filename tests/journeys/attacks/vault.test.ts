import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askedText, codesText } from '../../../components/sentences/passcodes.ts';
import { promptText, waysText } from '../../../components/sentences.ts';
import { contract } from '../../../lib/messages/contract.ts';
import type { VaultView } from '../../../lib/messages/vault.ts';
import { type Authenticator, plugIn } from '../driver/authenticator.ts';
import type { Chromium } from '../driver/chromium.ts';
import { chooseCodes, looksLikePrompt, ownCodeReady } from '../driver/passcodes.ts';
import { says, text } from '../driver/screen.ts';
import { beginKey, openVault, setUpVault } from '../driver/vault.ts';
import { openWorld, type World } from '../driver/world.ts';

/** What a page of the service itself, or a script that got into one, can do with the vault: nothing. */
const PASSPHRASE = 'seven small boats at noon';
/** Answers to what our own pages may ask. */
const pageNames = Object.entries(contract).flatMap(([name, { from }]) => (from === 'page' ? [name] : []));

let world: World;
let chromium: Chromium;
let options: Page;
let key: Authenticator;
let prompt: Page;
beforeAll(async () => {
  world = await openWorld();
  chromium = await world.paired(await world.addUser('alex'));
  options = await openVault(chromium);
  await setUpVault(options, PASSPHRASE);
  await ownCodeReady(chromium, options);
  key = await plugIn(options, 'security_key', { verifies: true, prf: true });
  await beginKey(options, PASSPHRASE, 'Blue key');
  await says(options, waysText.added, 'Blue key');
  prompt = await chromium.tab(world.campus.signIn('alex'));
  await chooseCodes(prompt);
});
afterAll(() => world.close());

type KeyQuestion = NonNullable<VaultView['unlocks'][0]['prf']>;

const vault = async (): Promise<VaultView> =>
  ((await chromium.ask(options, 'vault.get', {})) as { value: VaultView }).value;

/** Asks the browser for the key's bytes, as a page that knows everything but the bytes would. */
const ask = (page: Page, rpId: string | null, question: KeyQuestion) =>
  page.evaluate(
    async (id, { credential, salt }) => {
      const bytes = (text: string) =>
        Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
      try {
        const used = await navigator.credentials.get({
          publicKey: {
            challenge: new Uint8Array(32),
            ...(id !== null && { rpId: id }),
            allowCredentials: [{ type: 'public-key', id: bytes(credential) }],
            userVerification: 'required',
            timeout: 2_000,
            extensions: { prf: { eval: { first: bytes(salt) } } },
          },
        });
        return used === null ? 'nothing' : 'bytes';
      } catch (error) {
        return (error as Error).name;
      }
    },
    rpId,
    question,
  );

it('cannot have the key make its bytes, with the very key plugged in', async () => {
  const { unlocks } = await vault();
  const question = unlocks.flatMap(({ prf }) => prf ?? [])[0] as KeyQuestion;
  await prompt.bringToFront();
  const plugged = await plugIn(prompt, 'security_key', { verifies: true, prf: true });
  for (const credential of await key.credentials()) await plugged.add(credential);
  const id = new URL(chromium.base).host;
  expect(await ask(prompt, id, question)).toBe('SecurityError');
  expect(await ask(prompt, null, question)).toBe('NotAllowedError');
  // The same question is answered where it belongs.
  await options.bringToFront();
  expect(await ask(options, null, question)).toBe('bytes');
});

it('cannot speak to the background, nor frame or fetch a page of ours', async () => {
  // As if the page's own content policy did not stop all this before.
  await prompt.setBypassCSP(true);
  await prompt.reload();
  await says(prompt, promptText.otherOptions);
  expect(
    await prompt.evaluate(() => typeof (globalThis as { chrome?: { runtime?: unknown } }).chrome?.runtime),
  ).toBe('undefined');
  const reached = await prompt.evaluate(async (base) => {
    const fetched = await fetch(`${base}options.html`).then(
      () => true,
      () => false,
    );
    const frame = document.body.appendChild(document.createElement('iframe'));
    frame.src = `${base}popup.html`;
    await new Promise((loaded) => frame.addEventListener('load', loaded));
    return fetched;
  }, chromium.base);
  expect(reached).toBe(false);
  const framed = prompt.frames().map((frame) => frame.url());
  expect(framed.filter((address) => address.startsWith(chromium.base))).toEqual([]);
});

it('is refused every message about the vault, in the content script’s own world too', async () => {
  const run = await chromium.contentWorld(prompt);
  const send = (message: object) => run(`chrome.runtime.sendMessage(${JSON.stringify(message)})`);
  for (const name of pageNames) {
    expect(await send({ name })).toEqual({ ok: false, error: 'sender_refused' });
    // As our own pages ask, by the library that they have.
    const reply = await send({ id: 1, type: name, data: {}, timestamp: 1 });
    expect(reply).toEqual({ res: { ok: false, error: 'sender_refused' } });
  }
});

it('reads no key and no record there', async () => {
  const run = await chromium.contentWorld(prompt);
  expect(await run('chrome.storage.session.get(null).then(Object.keys)')).toContain('not allowed');
  expect(await run('chrome.storage.local.get(null).then(Object.keys)')).toEqual([]);
  expect(await run('indexedDB.databases().then((all) => all.length)')).toBe(0);
});

it('is offered no code where it only looks like the prompt', async () => {
  const lookalike = await chromium.tab(world.campus.base);
  await looksLikePrompt(lookalike);
  const popup = await chromium.toolbar(lookalike);
  await says(popup, codesText.title);
  expect(await text(popup)).not.toContain(askedText.title);
  // Past the button, as the popup would ask.
  const tab = await popup.evaluate(async () => {
    const { chrome } = globalThis as unknown as {
      chrome: { tabs: { query(about: object): Promise<{ id: number }[]> } };
    };
    return (await chrome.tabs.query({ active: true, currentWindow: true }))[0]?.id;
  });
  const [device] = (await vault()).accounts;
  expect(await chromium.ask(options, 'passcodes.fill', { tab, device })).toEqual({
    ok: false,
    error: 'field_gone',
  });
  expect(await lookalike.$eval('input', ({ value }) => value)).toBe('');
});
