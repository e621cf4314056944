import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { MessageName, Reply } from '../../../lib/messages/contract.ts';
import { contract } from '../../../lib/messages/contract.ts';
import { passcodeRows } from '../../../lib/messages/passcodes.ts';
import { createReceiver, type Handlers } from '../../../lib/messages/receive.ts';
import { vaultRows } from '../../../lib/messages/vault.ts';
import type { Broadcast } from '../../../lib/ports/broadcast.ts';

/** All that is said about the codes and about what keeps them. */
const rows = { ...vaultRows, ...passcodeRows };

/** Whether a type has a place for a secret: bytes of any kind, or a member that is called like one. */
type Named = 'secret' | 'passphrase' | 'output' | 'unlock' | 'uri' | 'key' | 'keys' | 'seed';
/** The names that a type has itself: a WebAuthn question from the service may have any others besides. */
type NamesOf<Type> = keyof { [Key in keyof Type as string extends Key ? never : Key]: Type[Key] };
type Carries<Type> = Type extends ArrayBuffer | ArrayBufferView | CryptoKey
  ? true
  : Type extends readonly (infer Item)[]
    ? Carries<Item>
    : Type extends object
      ? Named & NamesOf<Type> extends never
        ? { [Key in keyof Type]: Carries<Type[Key]> }[keyof Type]
        : true
      : false;

/** Compiles only where there is no such place. */
const nowhere = <_Type extends false>(): void => {};

describe('a secret', () => {
  it('fits in no reply and in no broadcast', () => {
    // The types are the test; an empty reply has no member to look at.
    nowhere<
      Extract<{ [Name in MessageName]: Carries<Reply<Name>> }[MessageName], true> extends never ? false : true
    >();
    nowhere<Parameters<Broadcast['changed']> extends [] ? false : true>();
  });

  it('would be noticed', () => {
    // @ts-expect-error: bytes
    nowhere<Carries<{ ok: true; value: { entry: Uint8Array } }>>();
    // @ts-expect-error: a member of that name, in a list
    nowhere<Carries<{ ok: true; value: { entries: { id: string; secret: string }[] } }>>();
  });

  /** A string could carry anything, so each place for one is named here with what it holds. */
  it('has no string to hide in but these', () => {
    const strings = Object.entries(rows).flatMap(([name, row]) =>
      stringsIn(row.reply.options[0].entries.value).map((path) => `${name}${path}`),
    );
    expect(strings.sort()).toEqual([
      // The sealed file.
      'backup.make.file',
      'import.preview.rows[].account',
      'import.preview.rows[].issuer',
      'passcodes.add.id',
      // Codes: six to eight digits, at the moment they are good for.
      'passcodes.next.code',
      'passcodes.page.entries[].account',
      'passcodes.page.entries[].code',
      'passcodes.page.entries[].device',
      'passcodes.page.entries[].id',
      'passcodes.page.entries[].issuer',
      'printed.make.codes[]',
      'vault.get.accounts[]',
      'vault.get.unlocks[].id',
      'vault.get.unlocks[].name',
      // What the browser asks a key with; neither opens anything.
      'vault.get.unlocks[].prf.credential',
      'vault.get.unlocks[].prf.salt',
    ]);
  });
});

interface Schema {
  type: string;
  entries?: Record<string, Schema>;
  item?: Schema;
  wrapped?: Schema;
  pipe?: Schema[];
}

/** Where in a schema a string of no fixed words stands. */
function stringsIn(schema: unknown, path = ''): string[] {
  const { type, entries, item, wrapped, pipe } = schema as Schema;
  if (type === 'string') return [path];
  if (entries) return Object.entries(entries).flatMap(([name, below]) => stringsIn(below, `${path}.${name}`));
  if (item) return stringsIn(item, `${path}[]`);
  if (wrapped) return stringsIn(wrapped, path);
  if (pipe?.[0] && pipe[0] !== schema) return stringsIn(pipe[0], path);
  expect(['number', 'boolean', 'picklist', 'custom']).toContain(type);
  return [];
}

describe('who may ask about passcodes', () => {
  const self = { id: 'own-id', base: 'chrome-extension://own-id/' };
  const page = { id: 'own-id', url: `${self.base}popup.html`, origin: 'chrome-extension://own-id' };
  const tab = { id: 7, incognito: false };
  const strangers = {
    'the ceremony page': { ...page, url: `${self.base}ceremony.html#id`, frameId: 0, tab },
    'the page that clears the clipboard': { ...page, url: `${self.base}clipboard.html` },
    'our options in a frame of another page': { ...page, url: `${self.base}options.html`, frameId: 3, tab },
    'a content script on the service’s own origin': {
      id: 'own-id',
      url: 'https://sso.example.org/prompt/x',
      origin: 'https://sso.example.org',
      frameId: 0,
      documentLifecycle: 'active',
      tab,
    },
    'another extension': { ...page, id: 'other-id' },
  };

  const names = Object.keys(rows) as (keyof typeof rows)[];

  it.each(Object.entries(strangers))('never %s', async (_who, sender) => {
    const called: string[] = [];
    const handlers = new Proxy({}, { get: (_, name) => async () => called.push(String(name)) }) as Handlers;
    const receive = createReceiver(self, handlers);
    for (const name of names)
      expect(await receive(name, {}, sender)).toEqual({ ok: false, error: 'sender_refused' });
    expect(called).toEqual([]);
  });

  it('only our own pages', () => {
    expect(names.map((name) => contract[name].from)).toEqual(names.map(() => 'page'));
    expect(v.is(contract['passcodes.page'].request, { search: '', from: 0, count: 10_000 })).toBe(false);
  });
});
