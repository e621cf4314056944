import * as v from 'valibot';
import { EntryId } from '../messages/passcodes.ts';
import { hotp, readEntry, totp } from '../otp/otp.ts';
import type { Random } from '../ports/random.ts';
import { Refusal } from '../protocol/errors.ts';
import type { Kept } from './records.ts';
import {
  type Bytes,
  fromBase64url,
  importKey,
  type Place,
  seal,
  toBase64url,
  toText,
  unseal,
  utf8,
} from './sealing.ts';
import { areSame, type Cost, Costs, demandLength, keysFrom, newSalt, stretch } from './stretch.ts';

/** See BACKUP-FORMAT.md; what is written here is what it describes. */
const FORMAT = 'countersign-backup';
const VERSION = 1;
/** The last that a calendar can write (ECMA-262 §21.4.1.1). */
const LAST_MOMENT = 8.64e15;
/** Bytes in base64url. */
const Encoded = v.pipe(v.string(), v.transform(fromBase64url));

const Envelope = v.object({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  madeAt: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LAST_MOMENT)),
  kdf: v.object({ name: v.literal('argon2id'), ...Costs.entries, salt: v.pipe(Encoded, v.length(16)) }),
  check: Encoded,
  cipher: v.literal('AES-256-GCM'),
  sealed: Encoded,
});
type Opening = Pick<v.InferOutput<typeof Envelope>, 'madeAt' | 'kdf'>;

const Content = v.object({
  entries: v.array(
    v.object({
      id: EntryId,
      issuer: v.string(),
      account: v.string(),
      type: v.picklist(['totp', 'hotp']),
      algorithm: v.string(),
      digits: v.number(),
      period: v.number(),
      counter: v.number(),
      pinned: v.boolean(),
      secret: Encoded,
    }),
  ),
});

export interface Backup {
  madeAt: number;
  entries: Kept[];
}

interface Making {
  random: Random;
  cost: Cost;
  passphrase: string;
}

/** @throws Refusal passphrase_short */
export async function writeBackup(
  { madeAt, entries }: Backup,
  { random, cost, passphrase }: Making,
): Promise<string> {
  demandLength(passphrase);
  const kdf = { name: 'argon2id', ...cost, lanes: 1, salt: newSalt(random) } as const;
  const opening = { madeAt, kdf };
  const { key, check } = await keysOf(opening, passphrase);
  const content = entries.map(({ id, pinned, entry }) => ({
    id,
    ...entry,
    pinned,
    secret: toBase64url(entry.secret),
  }));
  const plain = utf8(JSON.stringify({ entries: content } satisfies v.InferInput<typeof Content>));
  const sealed = await seal(await importKey(key), { random, place: placeOf(opening), plain });
  const envelope: v.InferInput<typeof Envelope> = {
    format: FORMAT,
    version: VERSION,
    madeAt,
    kdf: { ...kdf, salt: toBase64url(kdf.salt) },
    check: toBase64url(check),
    cipher: 'AES-256-GCM',
    sealed: toBase64url(sealed),
  };
  return `${JSON.stringify(envelope, null, 2)}\n`;
}

/** Opens it and makes a code of each entry. @throws Refusal backup_invalid | passphrase_wrong */
export async function readBackupFile(file: string, passphrase: string): Promise<Backup> {
  const envelope = orInvalid(() => v.parse(Envelope, JSON.parse(file)));
  const { key, check } = await keysOf(envelope, passphrase);
  if (!areSame(check, envelope.check)) throw new Refusal('passphrase_wrong');
  const plain = await unseal(await importKey(key), placeOf(envelope), envelope.sealed).catch(() => null);
  if (!plain) throw new Refusal('backup_invalid');
  return { madeAt: envelope.madeAt, entries: orInvalid(() => readContent(plain)) };
}

async function keysOf({ kdf }: Opening, passphrase: string) {
  const bytes = await stretch(passphrase, kdf);
  return keysFrom(bytes, `${FORMAT}/${VERSION}`);
}

const placeOf = ({ madeAt, kdf }: Opening): Place => [
  'backup',
  madeAt,
  kdf.name,
  kdf.memory,
  kdf.passes,
  kdf.lanes,
  toBase64url(kdf.salt),
];

function readContent(plain: Bytes): Kept[] {
  const { entries } = v.parse(Content, JSON.parse(toText(plain)));
  if (new Set(entries.map(({ id }) => id)).size < entries.length) throw new Refusal('backup_invalid');
  return entries.map(({ id, pinned, ...fields }) => {
    const entry = readEntry(fields);
    if (entry.type === 'totp') totp(entry, 0);
    else hotp(entry, entry.counter);
    return { id, device: null, pinned, entry };
  });
}

function orInvalid<Value>(read: () => Value): Value {
  try {
    return read();
  } catch {
    // The cause would quote what stands in the file.
    throw new Refusal('backup_invalid');
  }
}
