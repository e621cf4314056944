import * as v from 'valibot';
import { Refusal } from '../../protocol/errors.ts';
import { readEntry } from '../read-entry.ts';
import type { Candidate } from './candidate.ts';

const Plain = v.object({ entries: v.array(v.unknown()) });

const Entry = v.object({
  type: v.string(),
  name: v.string(),
  issuer: v.nullish(v.string(), ''),
  info: v.object({
    secret: v.string(),
    algo: v.string(),
    digits: v.number(),
    period: v.optional(v.number(), 30),
    counter: v.optional(v.number(), 0),
  }),
});

interface AegisFile {
  db: unknown;
}
export const isAegis = (file: object): file is AegisFile => Object.hasOwn(file, 'db');

/** The export of Aegis. An encrypted one holds base64 in the place of its entries. */
export function aegisEntries({ db }: AegisFile): Candidate[] {
  if (typeof db === 'string') throw new Refusal('import_encrypted');
  const plain = v.safeParse(Plain, db);
  if (!plain.success) throw new Refusal('import_unknown');
  return plain.output.entries.map((entry, index) => ({ row: index + 1, read: () => readAegis(entry) }));
}

function readAegis(value: unknown) {
  const entry = v.safeParse(Entry, value);
  if (!entry.success) throw new Refusal('otpauth_invalid');
  const { type, name, issuer, info } = entry.output;
  return readEntry({ ...info, type, issuer, account: name, algorithm: info.algo });
}
