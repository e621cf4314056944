import { Refusal } from '../../protocol/errors.ts';
import type { OtpEntry } from '../entry.ts';
import { splitLabel } from '../otpauth.ts';
import { readEntry } from '../read-entry.ts';
import { type Field, readFields } from './protobuf.ts';

/** Field numbers of a payload and of an entry, as authenticator apps write them; other fields are of no use here. */
const ENTRIES = 1;
const SECRET = 1;
const NAME = 2;
const ISSUER = 3;
const ALGORITHM = 4;
const DIGITS = 5;
const TYPE = 6;
const COUNTER = 7;

/** By their numbers in the format; 0 and one that is left out mean the usual. */
const algorithms = ['SHA1', 'SHA1', 'SHA256', 'SHA512'];
const digits = [6, 6, 8];
const types = ['totp', 'hotp', 'totp'];

/** The codes of one `otpauth-migration://offline?data=…`. Where it is cut off, the last one throws. */
export function* readMigration(uri: string): Generator<() => OtpEntry> {
  try {
    for (const { number, value } of readFields(payloadOf(uri))) {
      if (number === ENTRIES) yield () => readParameters(value);
    }
  } catch (error) {
    yield () => {
      throw error;
    };
  }
}

function payloadOf(uri: string): Uint8Array {
  const [, data = ''] = /[?&]data=([^&]*)/.exec(uri) ?? [];
  try {
    // A plus sign may have become a blank on its way; some writers use the alphabet for URLs (RFC 4648 §5).
    const base64 = decodeURIComponent(data).replace(/[ -]/g, '+').replace(/_/g, '/');
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    throw new Refusal('otpauth_invalid');
  }
}

function readParameters(message: Field['value']): OtpEntry {
  const fields = new Map<number, Field['value']>();
  for (const { number, value } of readFields(bytesOf(message))) fields.set(number, value);
  const name = textOf(fields.get(NAME));
  const { issuer, account } = splitName(name, textOf(fields.get(ISSUER)));
  return readEntry({
    issuer,
    account,
    type: types[numberOf(fields.get(TYPE))] ?? '',
    secret: bytesOf(fields.get(SECRET)),
    algorithm: algorithms[numberOf(fields.get(ALGORITHM))] ?? '',
    digits: digits[numberOf(fields.get(DIGITS))] ?? 0,
    period: 30,
    counter: numberOf(fields.get(COUNTER)),
  });
}

/** The name is often `Issuer:account`, with the issuer once more in its own field. */
function splitName(name: string, issuer: string): { issuer: string; account: string } {
  if (!issuer) return splitLabel(name);
  const prefix = `${issuer}:`;
  return { issuer, account: name.startsWith(prefix) ? name.slice(prefix.length) : name };
}

function numberOf(value: Field['value'] = 0): number {
  if (typeof value !== 'number') throw new Refusal('otpauth_invalid');
  return value;
}

function bytesOf(value: Field['value'] = new Uint8Array()): Uint8Array {
  if (typeof value === 'number') throw new Refusal('otpauth_invalid');
  return value;
}

const textOf = (value?: Field['value']): string => new TextDecoder().decode(bytesOf(value));
