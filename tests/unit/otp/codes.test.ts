import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { algorithms, type Digits } from '../../../lib/otp/entry.ts';
import { hotp, otpSecret, totp } from '../../../lib/otp/otp.ts';
import { Refusal } from '../../../lib/protocol/errors.ts';
import rfc4226 from '../../vectors/otp/rfc4226.json' with { type: 'json' };
import rfc6238 from '../../vectors/otp/rfc6238.json' with { type: 'json' };
import { secrets } from './entries.ts';

const secretOf = (text: string) => otpSecret(new TextEncoder().encode(text));
const digits = [6, 7, 8] as const satisfies Digits[];

describe('counter-based codes (RFC 4226)', () => {
  it.each(rfc4226.values)(
    'give the published code at counter $counter',
    ({ counter, truncated, hotp: code }) => {
      const key = { secret: secretOf(rfc4226.secret), algorithm: 'SHA1' } as const;
      expect(hotp({ ...key, digits: 6 }, counter)).toBe(code);
      for (const length of digits) {
        expect(hotp({ ...key, digits: length }, counter)).toBe(
          String(truncated).padStart(10, '0').slice(-length),
        );
      }
    },
  );

  /** RFC 4226 §5.3, straight from the text. */
  const plainly = (
    key: { algorithm: string; secret: Uint8Array; digits: number },
    counter: number,
  ): string => {
    const message = Buffer.alloc(8);
    message.writeBigUInt64BE(BigInt(counter));
    const digest = createHmac(key.algorithm, key.secret).update(message).digest();
    const number = digest.readUInt32BE((digest.at(-1) ?? 0) & 15) & 0x7fff_ffff;
    return String(number % 10 ** key.digits).padStart(key.digits, '0');
  };

  it('are those of another implementation for any key, short and long, and any counter', () => {
    const keys = fc.record({
      secret: fc.oneof(secrets, fc.uint8Array({ minLength: 600, maxLength: 640 })).map(otpSecret),
      algorithm: fc.constantFrom(...algorithms),
      digits: fc.constantFrom(...digits),
    });
    fc.assert(
      fc.property(keys, fc.maxSafeNat(), (key, counter) => {
        expect(hotp(key, counter)).toBe(plainly(key, counter));
      }),
    );
  });
});

describe('time-based codes (RFC 6238)', () => {
  const cases = rfc6238.values.flatMap((row) => algorithms.map((algorithm) => ({ ...row, algorithm })));

  it.each(cases)(
    'give the published code of $algorithm at $seconds s',
    ({ seconds, algorithm, ...codes }) => {
      const secret = secretOf(rfc6238.secrets[algorithm]);
      const code = { SHA1: codes.SHA1, SHA256: codes.SHA256, SHA512: codes.SHA512 }[algorithm];
      expect(totp({ secret, algorithm, digits: 8, period: 30 }, seconds * 1_000)).toBe(code);
    },
  );

  it('change with the step and not before, whatever its length', () => {
    fc.assert(
      fc.property(secrets, fc.integer({ min: 1, max: 100_000 }), fc.nat(1_000_000), (bytes, period, step) => {
        const key = { secret: otpSecret(bytes), algorithm: 'SHA1', digits: 8 } as const;
        const begin = step * period * 1_000;
        const code = hotp(key, step);
        expect(totp({ ...key, period }, begin)).toBe(code);
        expect(totp({ ...key, period }, begin + period * 1_000 - 1)).toBe(code);
        expect(totp({ ...key, period }, begin + period * 1_000)).toBe(hotp(key, step + 1));
      }),
    );
  });
});

describe('a secret', () => {
  it.each([0, 641])('of %i bytes is refused', (length) => {
    expect(() => otpSecret(new Uint8Array(length))).toThrow(new Refusal('otpauth_invalid'));
  });

  it('is a copy, so that its maker may wipe his own', () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const secret = otpSecret(bytes);
    bytes.fill(0);
    expect([...secret]).toEqual([1, 2, 3]);
  });
});
