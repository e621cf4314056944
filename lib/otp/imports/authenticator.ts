import * as v from 'valibot';
import { Refusal } from '../../protocol/errors.ts';
import { readEntry } from '../read-entry.ts';
import type { Candidate } from './candidate.ts';

/** What is not at its usual value is left out of the file. */
const Entry = v.object({
  type: v.optional(v.string(), 'totp'),
  issuer: v.optional(v.string(), ''),
  account: v.optional(v.string(), ''),
  secret: v.string(),
  algorithm: v.optional(v.string(), 'SHA1'),
  digits: v.optional(v.number(), 6),
  period: v.optional(v.number(), 30),
  counter: v.optional(v.number(), 0),
});

/** An entry sealed whole, or with its secret sealed. */
const Sealed = v.union([
  v.object({ dataType: v.literal('EncOTPStorage') }),
  v.object({ secret: v.string(), encrypted: v.literal(true) }),
]);

/** Beside its entries, under names of their own, the file may hold keys and settings. */
const isEntry = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'secret');

/** These would pass for base32 once the dash is taken out, but stand for other kinds of codes. */
const OTHER_KIND = /^(stm|bliz|blz)-/i;

/** The JSON export of the Authenticator extension: an object of entries by their hash. */
export function authenticatorEntries(file: object): Candidate[] {
  const values = Object.values(file);
  if (values.some((value) => v.is(Sealed, value))) throw new Refusal('import_encrypted');
  const entries = values.filter(isEntry);
  if (entries.length === 0 && values.length > 0) throw new Refusal('import_unknown');
  return entries.map((entry, index) => ({ row: index + 1, read: () => readAuthenticator(entry) }));
}

function readAuthenticator(value: unknown) {
  const entry = v.safeParse(Entry, value);
  if (!entry.success) throw new Refusal('otpauth_invalid');
  if (OTHER_KIND.test(entry.output.secret)) throw new Refusal('otpauth_unsupported');
  // An issuer may end in `::` and the sites that the extension fills in.
  const [issuer = ''] = entry.output.issuer.split('::');
  return readEntry({ ...entry.output, issuer });
}
