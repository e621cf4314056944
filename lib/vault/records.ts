import * as v from 'valibot';
import { EntryId } from '../messages/passcodes.ts';
import { type OtpEntry, readEntry } from '../otp/otp.ts';
import type { Random } from '../ports/random.ts';
import { Refusal } from '../protocol/errors.ts';
import { DeviceId } from '../protocol/ids.ts';
import type { Reading, Writing } from './database.ts';
import { fromBase64url, type Place, seal, toBase64url, toText, unseal, utf8 } from './sealing.ts';
import { StoredBytes } from './ways.ts';

const Counter = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Everything of an entry but what its codes are made from. */
export const Label = v.object({
  issuer: v.string(),
  account: v.string(),
  type: v.picklist(['totp', 'hotp']),
  digits: v.picklist([6, 7, 8]),
  /** Seconds; 0 for a counter-based one. */
  period: v.number(),
  pinned: v.boolean(),
});
export type Label = v.InferOutput<typeof Label>;

const Secret = v.object({ secret: v.string(), algorithm: v.picklist(['SHA1', 'SHA256', 'SHA512']) });

/** What is no bytes, or no device, is read as something that does not open: the entry is listed as damaged. */
const SealedBytes = v.fallback(StoredBytes, () => new Uint8Array(0));
const LabelRow = v.object({
  id: EntryId,
  device: v.fallback(v.nullable(DeviceId), null),
  sealed: SealedBytes,
});
export type LabelRow = v.InferOutput<typeof LabelRow>;
const SecretRow = v.object({ id: EntryId, sealed: SealedBytes });
type SecretRow = v.InferOutput<typeof SecretRow>;

export interface Opened {
  vault: string;
  key: CryptoKey;
}

/** An entry in its own place. */
export interface Kept {
  id: EntryId;
  device: DeviceId | null;
  pinned: boolean;
  entry: OtpEntry;
}

/** An entry as it goes into the stores. */
export interface Rows {
  label: LabelRow;
  secret: SecretRow;
  /** Null for a time-based one. */
  counter: number | null;
}

const labelPlace = ({ vault }: Opened, { id, device }: Pick<LabelRow, 'id' | 'device'>): Place => [
  'labels',
  vault,
  id,
  device,
];
const secretPlace = ({ vault }: Opened, id: EntryId): Place => ['secrets', vault, id];

export async function sealLabel(
  opened: Opened,
  { id, device, label, random }: Pick<LabelRow, 'id' | 'device'> & { label: Label; random: Random },
): Promise<LabelRow> {
  const plain = utf8(JSON.stringify(label));
  const place = labelPlace(opened, { id, device });
  return { id, device, sealed: await seal(opened.key, { random, place, plain }) };
}

export async function sealEntry(
  opened: Opened,
  { id, device, pinned, entry }: Kept,
  random: Random,
): Promise<Rows> {
  const { secret, algorithm, counter, ...rest } = entry;
  const plain = utf8(JSON.stringify({ secret: toBase64url(secret), algorithm }));
  const [label, sealed] = await Promise.all([
    sealLabel(opened, { id, device, label: { ...rest, pinned }, random }),
    seal(opened.key, { random, place: secretPlace(opened, id), plain }),
  ]);
  return { label, secret: { id, sealed }, counter: entry.type === 'hotp' ? counter : null };
}

/** @throws Refusal vault_damaged */
export async function openLabel(opened: Opened, row: LabelRow): Promise<Label> {
  return readPlain(Label, toText(await unseal(opened.key, labelPlace(opened, row), row.sealed)));
}

/** Without its counter, which stands elsewhere. @throws Refusal vault_damaged */
export async function openEntry(opened: Opened, label: Label, row: unknown): Promise<OtpEntry> {
  const parsed = v.safeParse(SecretRow, row);
  if (!parsed.success) throw new Refusal('vault_damaged');
  const { id, sealed } = parsed.output;
  const plain = readPlain(Secret, toText(await unseal(opened.key, secretPlace(opened, id), sealed)));
  return readEntry({ ...label, ...plain, secret: fromBase64url(plain.secret), counter: 0 });
}

/** For a promise's `catch`. @throws what is no damage */
export function nullIfDamaged(error: unknown): null {
  if (error instanceof Refusal && error.code === 'vault_damaged') return null;
  throw error;
}

/** @throws Refusal vault_damaged: none */
export function readCounter(value: unknown): number {
  if (!v.is(Counter, value)) throw new Refusal('vault_damaged');
  return value;
}

export async function putRows(transaction: Writing, rows: readonly Rows[]): Promise<void> {
  const puts = rows.flatMap(({ label, secret, counter }) => [
    transaction.objectStore('labels').put(label),
    transaction.objectStore('secrets').put(secret),
    ...(counter === null ? [] : [transaction.objectStore('counters').put(counter, label.id)]),
  ]);
  await Promise.all(puts);
}

export async function deleteRows(transaction: Writing, id: string): Promise<void> {
  await Promise.all([
    transaction.objectStore('labels').delete(id),
    transaction.objectStore('secrets').delete(id),
    transaction.objectStore('counters').delete(id),
  ]);
}

export async function findLabelRow(transaction: Reading | Writing, id: string): Promise<LabelRow | null> {
  const row = await (transaction as Reading).objectStore('labels').get(id);
  return row === undefined ? null : readLabelRow(row);
}

/** Null only for a row that we cannot have written, since no message could name it. */
export function readLabelRow(row: unknown): LabelRow | null {
  const parsed = v.safeParse(LabelRow, row);
  return parsed.success ? parsed.output : null;
}

function readPlain<Schema extends v.GenericSchema>(schema: Schema, text: string): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, JSON.parse(text));
  if (!parsed.success) throw new Refusal('vault_damaged');
  return parsed.output;
}
