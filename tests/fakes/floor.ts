import { createHash } from 'node:crypto';
import type { Random } from '../../lib/ports/random.ts';

/** Randomness that repeats: the same seed gives the same bytes. */
export function seededRandom(seed: string): Random {
  let turn = 0;
  return {
    bytes(length) {
      const parts: Buffer[] = [];
      while (parts.length * 32 < length)
        parts.push(createHash('sha256').update(`${seed}/${turn++}`).digest());
      return new Uint8Array(Buffer.concat(parts).subarray(0, length));
    },
  };
}
