import type { Random } from './random.ts';

/** Randomness as a page has it. */
export const pageRandom: Random = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};
