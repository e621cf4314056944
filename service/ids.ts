import { hash, timingSafeEqual } from 'node:crypto';
import type { Random } from '../lib/ports/random.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** 20 characters: two letters for the kind and 18 of A–Z0–9 (93 bits). */
export function publicId(prefix: string, random: Random): string {
  return prefix + letters(18, random);
}

/** A string over A–Z0–9. Bytes of 252 and above are drawn again, so that every letter is equally likely. */
export function letters(length: number, random: Random): string {
  let text = '';
  while (text.length < length) {
    for (const byte of random.bytes(length)) {
      if (byte < 252 && text.length < length) text += ALPHABET[byte % 36];
    }
  }
  return text;
}

/** 16 random bytes in base64url: ids that only our two halves see, and challenges. */
export const opaqueId = (random: Random): string => Buffer.from(random.bytes(16)).toString('base64url');

/** 32 random bytes in base64url: cookies, codes, links. */
export const secretToken = (random: Random): string => Buffer.from(random.bytes(32)).toString('base64url');

/** How bearer secrets are kept: SHA-256, since they have 256 bits of randomness to begin with. */
export const hashOf = (secret: string): string => hash('sha256', secret, 'base64url');

/** Takes as long for a near miss as for any other, so that nobody finds a secret letter by letter. */
export function isSameSecret(given: string, own: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(own)];
  return left.length === right.length && timingSafeEqual(left, right);
}
