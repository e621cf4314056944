import { readdirSync, readFileSync } from 'node:fs';
import { openDB } from 'idb';
import { describe, expect, it } from 'vitest';
import type { EntryId } from '../../../lib/messages/passcodes.ts';
import { hotp, totp } from '../../../lib/otp/otp.ts';
import { exportPlain } from '../../../lib/vault/vault.ts';
import { all, device, entry, first, hotpEntry, key, newWorld, second } from './world.ts';

interface Frozen {
  version: number;
  stores: Record<
    string,
    {
      keyPath: string | null;
      indexes: Record<string, { keyPath: string; unique: boolean }>;
      rows: { key: string; value: unknown }[];
    }
  >;
}

const folder = new URL('../../vectors/vault/', import.meta.url);
const read = (name: string): Frozen =>
  JSON.parse(readFileSync(new URL(name, folder), 'utf8'), (_, value) =>
    typeof value?.bytes === 'string' ? new Uint8Array(Buffer.from(value.bytes, 'base64')) : value,
  );

/** A database as that version left it. */
async function thaw({ version, stores }: Frozen): Promise<void> {
  const database = await openDB('countersign-vault', version, {
    upgrade(fresh) {
      for (const [name, { keyPath, indexes }] of Object.entries(stores)) {
        const store = fresh.createObjectStore(name, keyPath === null ? {} : { keyPath });
        for (const [index, options] of Object.entries(indexes)) {
          store.createIndex(index, options.keyPath, { unique: options.unique });
        }
      }
    },
  });
  for (const [name, { keyPath, rows }] of Object.entries(stores)) {
    for (const { key: id, value } of rows) await database.put(name, value, keyPath === null ? id : undefined);
  }
  database.close();
}

const steps = readdirSync(new URL('../../../lib/vault/migrations/', import.meta.url)).filter((name) =>
  /^\d{4}-/.test(name),
);

it('has a frozen example of each version', () => {
  expect(readdirSync(folder).sort()).toEqual(steps.map((name) => `v${name.slice(0, 4)}.json`).sort());
});

describe.each(steps.map((name) => `v${name.slice(0, 4)}.json`))('the database of %s', (name) => {
  it('opens whole, by each of its ways', async () => {
    const { start, browser } = newWorld();
    await thaw(read(name));
    const vault = start();
    expect((await vault.view()).state).toBe('locked');
    await vault.unlock(key());
    await vault.lock();
    await vault.unlock(first);
    const { entries } = await vault.page(all);
    expect(entries.map(({ issuer, account, code, error }) => [issuer, account, code, error])).toEqual([
      ['Campus Portal', 'alex', totp(entry(), browser.now()), null],
      ['Campus Portal', 'sam', null, null],
      ['Countersign', 'alex', null, null],
    ]);
    expect(await vault.next(entries[1]?.id as EntryId)).toBe(hotp(hotpEntry(), 5));
    expect(await vault.accountCode(device)).toBe(hotp(hotpEntry(), 7));
    await vault.changePassphrase({ current: first.passphrase, next: second.passphrase });
    expect((await exportPlain(second)).trim().split('\n')).toHaveLength(2);
  });
});

it('the newest example has the stores that a new database has', async () => {
  const { start } = newWorld();
  await start().view();
  const newest = read(`v${steps.at(-1)?.slice(0, 4)}.json`);
  const database = await openDB('countersign-vault');
  expect(database.version).toBe(newest.version);
  expect([...database.objectStoreNames]).toEqual(Object.keys(newest.stores).sort());
  for (const [name, { keyPath, indexes }] of Object.entries(newest.stores)) {
    const { store } = database.transaction(name);
    expect([name, store.keyPath, [...store.indexNames]]).toEqual([name, keyPath, Object.keys(indexes)]);
    for (const [index, options] of Object.entries(indexes)) expect(store.index(index)).toMatchObject(options);
  }
  database.close();
});
