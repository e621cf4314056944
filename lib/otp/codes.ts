import { createGuardrails } from 'otplib';
import { generateSync } from 'otplib/functional';
import type { Algorithm, OtpEntry } from './entry.ts';
import { SECRET_BYTES } from './secret.ts';

/**
 * The library refuses secrets under 16 bytes, as RFC 4226 §4 R6 asks of whoever makes them. Many sites give 10: a
 * person cannot change that, and would only be locked out. Long secrets and periods are as harmless.
 */
const guardrails = createGuardrails({
  MIN_SECRET_BYTES: 1,
  MAX_SECRET_BYTES: SECRET_BYTES,
  MAX_PERIOD: Number.MAX_SAFE_INTEGER,
});

const names = { SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512' } as const satisfies Record<
  Algorithm,
  string
>;

/** The code of one counter (RFC 4226 §5.3). */
export function hotp(
  { secret, algorithm, digits }: Pick<OtpEntry, 'secret' | 'algorithm' | 'digits'>,
  counter: number,
): string {
  return generateSync({ strategy: 'hotp', secret, algorithm: names[algorithm], digits, counter, guardrails });
}

/** The code at a moment, in milliseconds since the Unix epoch (RFC 6238 §4.2). */
export function totp(
  { secret, algorithm, digits, period }: Pick<OtpEntry, 'secret' | 'algorithm' | 'digits' | 'period'>,
  atMs: number,
): string {
  const epoch = Math.floor(atMs / 1_000);
  return generateSync({ secret, algorithm: names[algorithm], digits, period, epoch, guardrails });
}
