import type { EntryId } from '../messages/passcodes.ts';
import { type OtpSecret, readEntry } from '../otp/otp.ts';
import { Refusal } from '../protocol/errors.ts';
import type { DeviceId } from '../protocol/ids.ts';
import { read, write } from './database.ts';
import { change, findHeader, putHeader } from './header.ts';
import { nextCode } from './next-code.ts';
import {
  deleteRows,
  findLabelRow,
  type Label,
  nullIfDamaged,
  openEntry,
  openLabel,
  putRows,
  readCounter,
  sealEntry,
} from './records.ts';
import type { Open, Room } from './room.ts';
import { newId } from './sealing.ts';
import { areSame } from './stretch.ts';

/** The secret of a paired account's own codes, as the service sent it. */
export interface AccountSecret {
  device: DeviceId;
  issuer: string;
  account: string;
  secret: OtpSecret;
  /** The first counter to use. */
  counter: number;
}

/** The service sends the same secret until it is confirmed; a counter that moved on here stays where it is. */
export async function keepAccountSecret(room: Room, given: AccountSecret): Promise<void> {
  const open = await room.open();
  const { device, counter, ...named } = given;
  const before = await findOwn(room, open, device);
  const entry = readEntry({ ...named, counter, type: 'hotp', algorithm: 'SHA1', digits: 6, period: 0 });
  const id = before?.id ?? (newId(room.random) as EntryId);
  const pinned = before?.label?.pinned ?? false;
  const rows = await sealEntry(open, { id, device, pinned, entry }, room.random);
  const isSame = before?.secret ? areSame(before.secret, entry.secret) : false;
  await write(await room.database(), async (transaction) => {
    await change(transaction, open.header);
    const current = isSame ? readCounter(await transaction.objectStore('counters').get(id)) : 0;
    await putRows(transaction, [{ ...rows, counter: Math.max(current, counter) }]);
  });
}

interface Own {
  id: EntryId;
  label: Label | null;
  secret: OtpSecret | null;
}

async function findOwn(room: Room, open: Open, device: DeviceId): Promise<Own | null> {
  const id = await findId(room, device);
  if (!id) return null;
  const [row, secretRow] = await read(await room.database(), (transaction) =>
    Promise.all([findLabelRow(transaction, id), transaction.objectStore('secrets').get(id)]),
  );
  const label = row && (await openLabel(open, row).catch(nullIfDamaged));
  const entry = label && (await openEntry(open, label, secretRow).catch(nullIfDamaged));
  return { id, label, secret: entry?.secret ?? null };
}

export async function accountCode(room: Room, device: DeviceId): Promise<string> {
  const open = await room.open();
  const id = await findId(room, device);
  if (!id) throw new Refusal('passcode_not_ready');
  return nextCode(room, open, id);
}

/** Needs no key: whose entry it is stands in plain beside the sealed label. */
export async function dropAccount(room: Room, device: DeviceId): Promise<void> {
  await write(await room.database(), async (transaction) => {
    const id = await transaction.objectStore('labels').index('device').getKey(device);
    if (id === undefined) return;
    const header = await findHeader(transaction).catch(nullIfDamaged);
    if (header) await putHeader(transaction, { ...header, revision: header.revision + 1 });
    await deleteRows(transaction, id);
  });
}

async function findId(room: Room, device: DeviceId): Promise<EntryId | null> {
  const id = await read(await room.database(), (transaction) =>
    transaction.objectStore('labels').index('device').getKey(device),
  );
  return (id as EntryId | undefined) ?? null;
}
