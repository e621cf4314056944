import { Refusal } from '../protocol/errors.ts';
import { writeBase32 } from './base32.ts';
import type { OtpEntry } from './entry.ts';
import { cleanLabel } from './label.ts';
import { readEntry } from './read-entry.ts';

const SHAPE = /^otpauth:\/\/([^/?]+)(?:\/([^?]*))?\?(.*)$/is;

/** More than the longest labels and the longest secret take; parsing parameters without end takes time without end. */
const LONGEST = 8_192;

/** Reads the key URI that sites show as a QR code: `otpauth://totp/Issuer:account?secret=…`. Throws what `readEntry` throws. */
export function readOtpauth(uri: string): OtpEntry {
  if (uri.length > LONGEST) throw new Refusal('otpauth_invalid');
  const [, type, label = '', query] = SHAPE.exec(uri.trim()) ?? [];
  if (!type || query === undefined) throw new Refusal('otpauth_invalid');
  const parameters = new URLSearchParams(query);
  // Letters instead of digits, as a game shop shows them: not these codes.
  if (parameters.has('encoder')) throw new Refusal('otpauth_unsupported');
  const named = readLabel(label);
  return readEntry({
    // Both places should agree; where they do not, the parameter is the newer of the two conventions.
    issuer: parameters.get('issuer') || named.issuer,
    account: named.account,
    secret: parameters.get('secret') ?? '',
    type: type.toLowerCase(),
    algorithm: parameters.get('algorithm') || 'SHA1',
    digits: whole(parameters.get('digits'), 6),
    period: whole(parameters.get('period'), 30),
    counter: whole(parameters.get('counter'), 0),
  });
}

/** The same format back; every app reads it. */
export function writeOtpauth(entry: OtpEntry): string {
  const issuer = encodeURIComponent(cleanLabel(entry.issuer));
  const account = encodeURIComponent(cleanLabel(entry.account));
  // A colon of the account's own would be taken for the one behind an issuer, unless there is one before it.
  const label = issuer || account.includes('%3A') ? `${issuer}:${account}` : account;
  const moving = entry.type === 'totp' ? `period=${entry.period}` : `counter=${entry.counter}`;
  return [
    `otpauth://${entry.type}/${label}?secret=${writeBase32(entry.secret)}`,
    ...(issuer ? [`issuer=${issuer}`] : []),
    `algorithm=${entry.algorithm}`,
    `digits=${entry.digits}`,
    moving,
  ].join('&');
}

/** `Issuer:account`; the colon may be encoded too, but one that is not comes first. */
function readLabel(label: string): { issuer: string; account: string } {
  const colon = label.indexOf(':');
  if (colon >= 0) return { issuer: decode(label.slice(0, colon)), account: decode(label.slice(colon + 1)) };
  return splitLabel(decode(label));
}

/** `Issuer:account`, or an account alone. */
export function splitLabel(label: string): { issuer: string; account: string } {
  const colon = label.indexOf(':');
  return { issuer: label.slice(0, Math.max(colon, 0)), account: label.slice(colon + 1) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Refusal('otpauth_invalid');
  }
}

const whole = (text: string | null, otherwise: number): number =>
  text ? (/^\d+$/.test(text) ? Number(text) : Number.NaN) : otherwise;
