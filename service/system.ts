import { randomBytes } from 'node:crypto';
import type { Clock } from '../lib/ports/clock.ts';
import type { Random } from '../lib/ports/random.ts';

/** The machine's clock and randomness: the one place where the service reads them. */
export const systemClock: Clock = { now: () => Date.now() };
export const systemRandom: Random = { bytes: (length) => new Uint8Array(randomBytes(length)) };
