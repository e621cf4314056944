import { Refusal } from '../protocol/errors.ts';

/** RFC 4648 §6. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Longer is no secret but rubbish, and not worth reading. */
const LONGEST = 1_024;

/** What pages and people put between the characters: blanks of any kind, invisible characters, dashes. */
const BETWEEN = /[\s\p{Cf}\p{Pd}]/gu;

/**
 * Reads base32 in either case, with or without padding. Bits that fill no byte are dropped, as other apps do: secrets
 * of odd lengths are in use. Throws `otpauth_invalid`.
 */
export function readBase32(text: string): Uint8Array {
  const packed = text.replace(BETWEEN, '');
  if (packed.length > LONGEST || !/^[A-Z2-7]*=*$/i.test(packed)) throw new Refusal('otpauth_invalid');
  const characters = packed.replaceAll('=', '');
  const bytes = new Uint8Array(Math.floor((characters.length * 5) / 8));
  let bits = 0;
  let waiting = 0;
  let at = 0;
  for (const character of characters.toUpperCase()) {
    bits = ((bits << 5) | ALPHABET.indexOf(character)) & 0xfff;
    waiting += 5;
    if (waiting < 8) continue;
    waiting -= 8;
    bytes[at++] = bits >> waiting;
  }
  return bytes;
}

/** Upper case, without padding, as every app reads it. */
export function writeBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let waiting = 0;
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xfff;
    waiting += 8;
    while (waiting >= 5) {
      waiting -= 5;
      text += ALPHABET[(bits >> waiting) & 31];
    }
  }
  return waiting === 0 ? text : text + ALPHABET[(bits << (5 - waiting)) & 31];
}
