import fc from 'fast-check';
import { algorithms } from '../../../lib/otp/entry.ts';
import { cleanLabel, type OtpEntry, otpSecret } from '../../../lib/otp/otp.ts';

export const secrets = fc.uint8Array({ minLength: 1, maxLength: 80 });
export const labels = fc
  .oneof(
    fc.string({ maxLength: 40, unit: 'grapheme' }),
    fc.constantFrom('Example Mail', 'alex@example.org', 'a:b'),
  )
  .map(cleanLabel);
const wholes = (min: number) => fc.integer({ min, max: Number.MAX_SAFE_INTEGER });

/** Any entry as it would be kept. */
export const entries: fc.Arbitrary<OtpEntry> = fc
  .record({
    issuer: labels,
    account: labels,
    algorithm: fc.constantFrom(...algorithms),
    digits: fc.constantFrom(6, 7, 8),
    secret: secrets.map(otpSecret),
    moving: fc.oneof(
      fc.record({ type: fc.constant('totp'), period: wholes(1), counter: fc.constant(0) }),
      fc.record({ type: fc.constant('hotp'), period: fc.constant(0), counter: wholes(0) }),
    ),
  })
  .map(({ moving, ...entry }) => ({ ...entry, ...moving }));
