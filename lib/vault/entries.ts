import type { EntryId } from '../messages/passcodes.ts';
import { cleanLabel, type OtpEntry, readEntry } from '../otp/otp.ts';
import { Refusal } from '../protocol/errors.ts';
import { read, write } from './database.ts';
import { change } from './header.ts';
import { openAllEntries } from './open-all.ts';
import {
  deleteRows,
  findLabelRow,
  type LabelRow,
  openLabel,
  putRows,
  type Rows,
  sealEntry,
  sealLabel,
} from './records.ts';
import type { Open, Room } from './room.ts';
import { newId, toBase64url } from './sealing.ts';

/** How many are sealed between two looks at whether to go on. */
const BATCH = 100;

export interface Adding {
  /** Awaited, so that whoever listens gets a turn: sealing alone would keep a worker from every message. */
  progress?: (done: number, total: number) => void | Promise<void>;
  signal?: AbortSignal;
}

/** Everything is sealed first and written at the end: until then there is nothing to undo. */
export async function addAll(
  room: Room,
  entries: readonly OtpEntry[],
  { progress, signal }: Adding = {},
): Promise<EntryId[]> {
  let open = await room.open();
  const { header } = open;
  const rows: Rows[] = [];
  for (let from = 0; from < entries.length; from += BATCH) {
    signal?.throwIfAborted();
    rows.push(...(await sealNew(room, open, entries.slice(from, from + BATCH))));
    await progress?.(rows.length, entries.length);
    // A locking ends it.
    open = await room.open();
  }
  signal?.throwIfAborted();
  await write(await room.database(), async (transaction) => {
    await change(transaction, header);
    await putRows(transaction, rows);
  });
  return rows.map(({ label }) => label.id);
}

const sealNew = ({ random }: Room, open: Open, entries: readonly OtpEntry[]): Promise<Rows[]> =>
  Promise.all(
    entries.map((entry) => {
      const id = newId(random) as EntryId;
      return sealEntry(open, { id, device: null, pinned: false, entry: readEntry(entry) }, random);
    }),
  );

export interface Edit {
  id: EntryId;
  issuer: string;
  account: string;
  pinned: boolean;
}

export async function edit(room: Room, { id, issuer, account, pinned }: Edit): Promise<void> {
  const open = await room.open();
  const row = await ownRow(room, id);
  const label = {
    ...(await openLabel(open, row)),
    issuer: cleanLabel(issuer),
    account: cleanLabel(account),
    pinned,
  };
  const sealed = await sealLabel(open, { ...row, label, random: room.random });
  await write(await room.database(), async (transaction) => {
    await change(transaction, open.header);
    await transaction.objectStore('labels').put(sealed);
  });
}

/** Also one that is damaged. */
export async function remove(room: Room, id: EntryId): Promise<void> {
  const open = await room.open();
  await ownRow(room, id);
  await write(await room.database(), async (transaction) => {
    await change(transaction, open.header);
    await deleteRows(transaction, id);
  });
}

/** @throws Refusal code_unknown: there is none, or it belongs to a paired account */
async function ownRow(room: Room, id: EntryId): Promise<LabelRow> {
  const row = await read(await room.database(), (transaction) => findLabelRow(transaction, id));
  if (!row || row.device !== null) throw new Refusal('code_unknown');
  return row;
}

/** Two entries are the same when they make the same codes, whatever they are called. */
export async function duplicates(room: Room, entries: readonly OtpEntry[]): Promise<boolean[]> {
  const open = await room.open();
  const seen = new Set(
    (await openAllEntries(room, open)).flatMap((kept) => (kept ? [fingerprint(kept.entry)] : [])),
  );
  return entries.map((entry) => {
    const print = fingerprint(entry);
    const isThere = seen.has(print);
    seen.add(print);
    return isThere;
  });
}

const fingerprint = ({ type, algorithm, digits, period, secret }: OtpEntry): string =>
  [type, algorithm, digits, period, toBase64url(secret)].join();
