import type { Random } from '../../lib/ports/random.ts';

/** Bytes from here on are drawn again, so that every digit is equally likely. */
const FAIR = 250;

/** As many different codes of so many digits. */
export function randomCodes(random: Random, { count, digits }: { count: number; digits: number }): string[] {
  const codes = new Set<string>();
  while (codes.size < count) codes.add(randomDigits(random, digits));
  return [...codes];
}

function randomDigits(random: Random, length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of random.bytes(length)) {
      if (byte < FAIR && text.length < length) text += byte % 10;
    }
  }
  return text;
}
