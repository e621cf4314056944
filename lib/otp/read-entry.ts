import { Refusal } from '../protocol/errors.ts';
import { readBase32 } from './base32.ts';
import { type Algorithm, algorithms, type Digits, type OtpEntry } from './entry.ts';
import { cleanLabel } from './label.ts';
import { otpSecret } from './secret.ts';

/** An entry as it is written down elsewhere, not yet believed. */
export interface EntryFields {
  issuer: string;
  account: string;
  /** Base32, or the bytes themselves. */
  secret: string | Uint8Array;
  type: string;
  algorithm: string;
  digits: number;
  /** Seconds; looked at only when time-based. */
  period: number;
  /** Looked at only when counter-based. */
  counter: number;
}

/** Throws `otpauth_invalid` or `otpauth_unsupported`, which never carry what was read. */
export function readEntry({ issuer, account, secret, ...fields }: EntryFields): OtpEntry {
  const type = readType(fields.type);
  const isTimeBased = type === 'totp';
  return {
    issuer: cleanLabel(issuer),
    account: cleanLabel(account),
    type,
    algorithm: readAlgorithm(fields.algorithm),
    digits: readDigits(fields.digits),
    period: isTimeBased ? wholeFrom(1, fields.period) : 0,
    counter: isTimeBased ? 0 : wholeFrom(0, fields.counter),
    secret: otpSecret(typeof secret === 'string' ? readBase32(secret) : secret),
  };
}

function readType(type: string): OtpEntry['type'] {
  if (type === 'totp' || type === 'hotp') return type;
  throw new Refusal('otpauth_unsupported');
}

/** Other apps also write `sha256`, `SHA-256` and `HmacSHA256`. */
function readAlgorithm(name: string): Algorithm {
  const plain = name.toUpperCase().replace(/^HMAC/, '').replace(/-/g, '');
  const known = algorithms.find((algorithm) => algorithm === plain);
  if (!known) throw new Refusal('otpauth_unsupported');
  return known;
}

function readDigits(digits: number): Digits {
  if (digits === 6 || digits === 7 || digits === 8) return digits;
  throw new Refusal(Number.isSafeInteger(digits) ? 'otpauth_unsupported' : 'otpauth_invalid');
}

function wholeFrom(least: number, value: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new Refusal('otpauth_invalid');
}
