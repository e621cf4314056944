import type { EntryId } from '../messages/passcodes.ts';
import type { BackupPreview, UnlockSecret } from '../messages/vault.ts';
import type { OtpEntry } from '../otp/otp.ts';
import { Refusal } from '../protocol/errors.ts';
import { readBackupFile, writeBackup } from './backup-file.ts';
import { read, type Writing, write } from './database.ts';
import { change, findHeader } from './header.ts';
import { demandAllEntries, openAllEntries } from './open-all.ts';
import { type Kept, putRows, type Rows, sealEntry } from './records.ts';
import type { Open, Room } from './room.ts';
import { importKey, toBase64url } from './sealing.ts';
import { clearEntries, found, newVault } from './unlocking.ts';
import { openWay } from './ways.ts';

/** Opens the vault by itself, as `exportPlain` does: a vault that was left open gives nobody a copy of itself. */
export async function makeBackup(
  room: Room,
  { secret, passphrase }: { secret: UnlockSecret; passphrase: string },
): Promise<string> {
  const header = await room.header();
  const { dataKey } = await openWay(header, secret);
  const open = { header, vault: header.id, key: await importKey(dataKey) };
  const entries = await demandAllEntries(room, open);
  const { random, cost, clock } = room;
  return writeBackup({ madeAt: clock.now(), entries }, { random, cost, passphrase });
}

export async function readBackup(file: string, passphrase: string): Promise<BackupPreview> {
  const { madeAt, entries } = await readBackupFile(file, passphrase);
  return { madeAt, count: entries.length };
}

/** Opens and seals everything before anything is replaced. */
export async function restore(room: Room, file: string, passphrase: string): Promise<void> {
  const turn = room.seat.turn();
  const isThere = await read(await room.database(), findHeader);
  const open = isThere ? await room.open() : null;
  const { entries } = await readBackupFile(file, passphrase);
  if (open) return replaceEntries(room, open, entries);
  const made = await newVault(room, { kind: 'passphrase', passphrase });
  const opened = { vault: made.header.id, key: await importKey(made.dataKey) };
  const rows = await Promise.all(entries.map((kept) => sealEntry(opened, kept, room.random)));
  await found(room, { ...made, rows, turn });
}

/** Accounts' own entries stay: they belong to this browser's device. */
async function replaceEntries(room: Room, open: Open, entries: Kept[]): Promise<void> {
  const twins = twinsAmong((await openAllEntries(room, open)).filter((kept) => kept !== null));
  const rows = await Promise.all(entries.map((kept) => sealEntry(open, kept, room.random)));
  const namesOf = new Map(entries.map(({ id, entry }) => [id, [id, ...(twins.get(print(entry)) ?? [])]]));
  // It may have been locked while that was read and sealed.
  await room.open();
  await write(await room.database(), async (transaction) => {
    await change(transaction, open.header);
    const accounts = await readAccounts(transaction);
    if (accounts.some(({ id }) => namesOf.has(id as EntryId))) throw new Refusal('backup_invalid');
    const counters = await readCounters(transaction);
    await clearEntries(transaction);
    await Promise.all(accounts.map((account) => putBack(transaction, account)));
    await putRows(
      transaction,
      rows.map((row) => ahead(row, namesOf.get(row.label.id) ?? [], counters)),
    );
  });
}

/** By what makes their codes: the entries that stand here for the same one, whatever their id. */
function twinsAmong(all: Kept[]): Map<string, EntryId[]> {
  const twins = new Map<string, EntryId[]>();
  for (const { id, entry } of all) twins.set(print(entry), [...(twins.get(print(entry)) ?? []), id]);
  return twins;
}

const print = ({ secret }: OtpEntry): string => toBase64url(secret);

/** A counter never goes back: the codes before it were shown. */
function ahead(row: Rows, names: EntryId[], counters: Map<string, number>): Rows {
  if (row.counter === null) return row;
  return { ...row, counter: Math.max(row.counter, ...names.map((id) => counters.get(id) ?? 0)) };
}

async function readCounters(transaction: Writing): Promise<Map<string, number>> {
  const store = transaction.objectStore('counters');
  const [ids, values] = await Promise.all([store.getAllKeys(), store.getAll()]);
  return new Map(ids.map((id, index) => [id, typeof values[index] === 'number' ? values[index] : 0]));
}

/** Rows as they are, unopened. */
interface AccountRows {
  id: string;
  label: unknown;
  secret: unknown;
  counter: unknown;
}

async function readAccounts(transaction: Writing): Promise<AccountRows[]> {
  const index = transaction.objectStore('labels').index('device');
  const [ids, labels] = await Promise.all([index.getAllKeys(), index.getAll()]);
  return Promise.all(
    ids.map(async (id, position) => {
      const [secret, counter] = await Promise.all([
        transaction.objectStore('secrets').get(id),
        transaction.objectStore('counters').get(id),
      ]);
      return { id, label: labels[position], secret, counter };
    }),
  );
}

async function putBack(transaction: Writing, { id, label, secret, counter }: AccountRows): Promise<void> {
  await Promise.all([
    transaction.objectStore('labels').put(label),
    secret === undefined ? undefined : transaction.objectStore('secrets').put(secret),
    counter === undefined ? undefined : transaction.objectStore('counters').put(counter, id),
  ]);
}
