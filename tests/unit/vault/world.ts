import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import type { NewUnlock, UnlockSecret } from '../../../lib/messages/vault.ts';
import { type OtpEntry, otpSecret } from '../../../lib/otp/otp.ts';
import type { Ports } from '../../../lib/ports/ports.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { createVault } from '../../../lib/vault/vault.ts';
import { fakePorts } from '../../fakes/ports.ts';

/** Cheap enough to try every step of everything. */
export const cheap = { memory: 8, passes: 1 };
export const device = 'DBAAAAAAAAAAAAAAAAAA' as DeviceId;

const passphrase = (text: string) => ({ kind: 'passphrase', passphrase: text }) as const;
export const first = passphrase('correct horse battery');
export const second = passphrase('staple of another kind');
/** 32 bytes each. */
const output = (fill: number) => Buffer.alloc(32, fill).toString('base64url');
export const key = (fill = 7) =>
  ({ kind: 'prf', credential: `credential-${fill}`, output: output(fill) }) as const satisfies UnlockSecret;
export const newKey = (fill = 7) =>
  ({ ...key(fill), salt: output(1), name: `Key ${fill}` }) as const satisfies NewUnlock;

/** Stands out wherever it turns up. */
export const MARK = 'MARKED-SECRET-0123456789';

export const entry = (changes: Partial<OtpEntry> = {}): OtpEntry => ({
  issuer: 'Campus Portal',
  account: 'alex',
  type: 'totp',
  algorithm: 'SHA1',
  digits: 6,
  period: 30,
  counter: 0,
  secret: otpSecret(Buffer.from(MARK)),
  ...changes,
});
export const hotpEntry = (changes: Partial<OtpEntry> = {}) =>
  entry({ account: 'sam', type: 'hotp', period: 0, counter: 5, ...changes });
export const accountSecret = (counter = 0, mark = MARK) => ({
  device,
  issuer: 'Countersign',
  account: 'alex',
  secret: otpSecret(Buffer.from(mark)),
  counter,
});

/** A browser of its own: what it keeps outlives the vaults, as they outlive workers. */
export function newWorld() {
  globalThis.indexedDB = new IDBFactory();
  const { ports, browser } = fakePorts();
  const start = ({
    cost = cheap,
    session = ports.session,
  }: {
    cost?: typeof cheap;
    session?: Ports['session'];
  } = {}) => createVault({ ...ports, session }, { cost });
  return { ports, browser, start };
}

/** One that is open, with the passphrase `first` and these entries. */
export async function openVault(entries: OtpEntry[] = []) {
  const world = newWorld();
  const vault = world.start();
  await vault.create(first);
  await vault.addAll(entries);
  return { ...world, vault };
}

export type Dump = Record<string, { key: IDBValidKey; value: unknown }[]>;

/** Everything in the database, as a thief of the disk has it. */
export async function dump(): Promise<Dump> {
  const database = await openDB('countersign-vault');
  const stores: Dump = {};
  for (const name of database.objectStoreNames) {
    const [keys, values] = await Promise.all([database.getAllKeys(name), database.getAll(name)]);
    stores[name] = keys.map((each, index) => ({ key: each, value: values[index] }));
  }
  database.close();
  return stores;
}

/** Puts back what was dumped, into stores that this vault makes. */
export async function load(vault: { view(): Promise<unknown> }, stores: Dump): Promise<void> {
  await vault.view();
  const database = await openDB('countersign-vault');
  for (const [name, rows] of Object.entries(stores)) {
    const { store, done } = database.transaction(name, 'readwrite');
    for (const { key: id, value } of rows) store.put(value, store.keyPath === null ? id : undefined);
    await done;
  }
  database.close();
}

/** Puts one row in the place of another, past the vault. */
export async function tamper(
  store: string,
  change: (value: never, id: IDBValidKey) => unknown,
): Promise<void> {
  const database = await openDB('countersign-vault');
  for (const id of await database.getAllKeys(store)) {
    const value = await database.get(store, id);
    const changed = change(value as never, id);
    if (changed === undefined) await database.delete(store, id);
    else
      await (typeof value === 'number' || store === 'header'
        ? database.put(store, changed, id)
        : database.put(store, changed));
  }
  database.close();
}

export const refusal = (code: string) => ({ name: 'Refusal', code });
export const all = { search: '', from: 0, count: 60 };
