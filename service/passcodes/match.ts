import { MINUTE, SECOND } from '../../lib/ports/clock.ts';
import type { Row } from '../db/schema.ts';
import { isSameSecret } from '../ids.ts';

export type Token = Row<'tokens'>;

/** How many codes ahead of the last one are accepted: presses that nobody used (RFC 4226 §7.4, §5.7). */
export const LOOK_AHEAD = 20;
/** A token that drifted further than that is the operator's to mend. */
export const DRIFT = 1_000;
const RESYNC_CODES = 3;
const RESYNC_TIME = 5 * MINUTE;

/** How far a token has come on its way back into step. */
export type Resync = Pick<Token, 'resync_next' | 'resync_hits' | 'resync_since'>;
export const NO_RESYNC: Resync = { resync_next: null, resync_hits: 0, resync_since: null };

export type Match =
  | { result: 'accepted'; counter: number; resynced: boolean }
  /** Right, and too late: of the last counter, or of a time step that was accepted. */
  | { result: 'used' }
  /** Wrong, and what follows from it. */
  | { result: 'wrong'; resync: Resync };

interface Guess {
  code: string;
  /** The code of one counter or time step. */
  codeAt(counter: number): string;
  now: number;
}

/** What one token says of a code. */
export function match(token: Token, { code, codeAt, now }: Guess): Match {
  const fits = (counter: number): boolean => isSameSecret(codeAt(counter), code);
  return token.type.startsWith('t') ? matchTime(token, { fits, now }) : matchCounter(token, { fits, now });
}

interface Fitting {
  fits(counter: number): boolean;
  now: number;
}

/** One step to either side (RFC 6238 §5.2), and each only once. */
function matchTime({ counter, period }: Token, { fits, now }: Fitting): Match {
  const step = Math.floor(now / SECOND / period);
  const fitting = [step - 1, step, step + 1].filter(fits);
  const fresh = fitting.find((at) => at >= counter);
  if (fresh !== undefined) return { result: 'accepted', counter: fresh, resynced: false };
  return fitting.length > 0 ? { result: 'used' } : { result: 'wrong', resync: NO_RESYNC };
}

function matchCounter(token: Token, { fits, now }: Fitting): Match {
  const { counter } = token;
  const ahead = find(fits, { from: counter, to: counter + LOOK_AHEAD });
  if (ahead !== null) return { result: 'accepted', counter: ahead, resynced: false };
  if (counter > 0 && fits(counter - 1)) return { result: 'used' };
  return resync(token, { fits, now });
}

/** Three codes in a row, in as many tries, bring a token back into step (§5.7). */
function resync(token: Token, { fits, now }: Fitting): Match {
  const { counter, resync_next, resync_hits, resync_since } = token;
  const end = counter + DRIFT;
  const inTime = now - (resync_since ?? now) <= RESYNC_TIME;
  if (resync_next !== null && resync_next < end && inTime && fits(resync_next)) {
    if (resync_hits + 1 === RESYNC_CODES) return { result: 'accepted', counter: resync_next, resynced: true };
    return {
      result: 'wrong',
      resync: { resync_next: resync_next + 1, resync_hits: resync_hits + 1, resync_since },
    };
  }
  const begun = find(fits, { from: counter + LOOK_AHEAD, to: end });
  if (begun === null) return { result: 'wrong', resync: NO_RESYNC };
  return { result: 'wrong', resync: { resync_next: begun + 1, resync_hits: 1, resync_since: now } };
}

/** The first that fits; `to` is the first that does not count. */
function find(fits: (counter: number) => boolean, { from, to }: { from: number; to: number }) {
  for (let counter = from; counter < to; counter += 1) if (fits(counter)) return counter;
  return null;
}
