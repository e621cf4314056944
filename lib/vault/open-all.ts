import * as v from 'valibot';
import { Refusal } from '../protocol/errors.ts';
import type { Database } from './database.ts';
import { read } from './database.ts';
import { demandSame, type Header } from './header.ts';
import {
  type Kept,
  type LabelRow,
  nullIfDamaged,
  type Opened,
  openEntry,
  openLabel,
  readCounter,
  readLabelRow,
} from './records.ts';

interface Place {
  database(): Promise<Database>;
}

/**
 * Every entry that was added here, with its counter; null for a damaged one. Accounts' own are not among them: they
 * belong to this browser's device.
 */
export async function openAllEntries(
  { database }: Place,
  opened: Opened & { header: Header },
): Promise<(Kept | null)[]> {
  const { labels, secrets, counters } = await read(await database(), async (transaction) => {
    await demandSame(transaction, opened.header);
    const counterStore = transaction.objectStore('counters');
    const [labels, secrets, ids, values] = await Promise.all([
      transaction.objectStore('labels').getAll(),
      transaction.objectStore('secrets').getAll(),
      counterStore.getAllKeys(),
      counterStore.getAll(),
    ]);
    return { labels, secrets, counters: new Map(ids.map((id, index) => [id, values[index]])) };
  });
  const secretOf = new Map(secrets.map((row) => [idOf(row), row]));
  const own = labels.map(readLabelRow).filter((row) => row !== null && row.device === null) as LabelRow[];
  return Promise.all(
    own.map((row) =>
      openOne(opened, { row, secret: secretOf.get(row.id), counter: counters.get(row.id) }).catch(
        nullIfDamaged,
      ),
    ),
  );
}

/** @throws Refusal vault_damaged: a copy that leaves one out would be found wanting only when it is needed */
export async function demandAllEntries(place: Place, opened: Opened & { header: Header }): Promise<Kept[]> {
  const all = await openAllEntries(place, opened);
  return all.map((kept) => {
    if (!kept) throw new Refusal('vault_damaged');
    return kept;
  });
}

interface Found {
  row: LabelRow;
  secret: unknown;
  counter: unknown;
}

async function openOne(opened: Opened, { row, secret, counter }: Found): Promise<Kept> {
  const label = await openLabel(opened, row);
  const entry = await openEntry(opened, label, secret);
  return {
    id: row.id,
    device: row.device,
    pinned: label.pinned,
    entry: { ...entry, counter: label.type === 'hotp' ? readCounter(counter) : 0 },
  };
}

const idOf = (row: unknown): unknown => (v.is(v.object({ id: v.string() }), row) ? row.id : null);
