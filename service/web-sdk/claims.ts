import * as v from 'valibot';

/** How far a site's clock may be off, in seconds; the SDKs allow ours the same. */
const LEEWAY = 60;

/** How far ahead an expiry may lie, in seconds: one of the SDKs signs for an hour (§0.2, fact 2). */
const LONGEST = 3_600;

/** A time in seconds: an integer, a fraction, or its digits as text, as the SDKs variously write it (§0.2, fact 2). */
export const Seconds = v.union([
  v.pipe(v.number(), v.finite()),
  v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number)),
]);

/** Text that comes out of the database as it went in, and that no log or terminal obeys (§6.7). */
export const Text = v.pipe(
  v.string(),
  v.check((text) => text.isWellFormed() && !/\p{Cc}/u.test(text)),
);

export const timeClaims = { exp: Seconds, iat: v.nullish(Seconds), nbf: v.nullish(Seconds) };

export type TimeFault = 'expired' | 'expires_too_late' | 'not_yet_valid';

interface Times {
  exp: number;
  iat?: number | null | undefined;
  nbf?: number | null | undefined;
}

/** Why a token is not good at `now` (milliseconds); null where it is (RFC 7519 §4.1.4 to §4.1.6). */
export function timeFault({ exp, iat, nbf }: Times, now: number): TimeFault | null {
  const seconds = now / 1_000;
  if (exp < seconds - LEEWAY) return 'expired';
  if (exp > seconds + LONGEST + LEEWAY) return 'expires_too_late';
  if (Math.max(iat ?? 0, nbf ?? 0) > seconds + LEEWAY) return 'not_yet_valid';
  return null;
}

/** When a token can no longer be used by anyone's clock, in milliseconds. */
export const goneAt = ({ exp }: Times): number => Math.ceil((exp + LEEWAY) * 1_000);
