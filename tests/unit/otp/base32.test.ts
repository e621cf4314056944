import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBase32, writeBase32 } from '../../../lib/otp/base32.ts';
import { Refusal } from '../../../lib/protocol/errors.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (plain: string) => new TextEncoder().encode(plain);

describe('base32', () => {
  it.each([
    ['', ''],
    ['f', 'MY======'],
    ['fo', 'MZXQ===='],
    ['foo', 'MZXW6==='],
    ['foob', 'MZXW6YQ='],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI======'],
  ])('knows “%s” (RFC 4648 §10)', (plain, encoded) => {
    expect(text(readBase32(encoded))).toBe(plain);
    expect(writeBase32(bytes(plain))).toBe(encoded.replaceAll('=', ''));
  });

  it.each(['mzxw 6ytb', 'MZXW-6YTB', ' mZxW6YtB\n', 'MZXW\u00a06YTB', 'MZ\u200bXW–6YTB'])(
    'reads what a page or a person made of it: %j',
    (spoilt) => expect(text(readBase32(spoilt))).toBe('fooba'),
  );

  it.each(['MZXW6YT', 'MZXW6Y', 'M'])('drops bits that fill no byte: %s', (odd) => {
    expect(text(readBase32(odd))).toBe('fooba'.slice(0, Math.floor((odd.length * 5) / 8)));
  });

  it.each([
    ['a digit that is not in it', 'MZXW0'],
    ['padding in the middle', 'MZ=XW'],
    ['another sign', 'MZXW+'],
    ['a long s, which is an S in capitals', 'MZXW\u017f'],
    ['the sign for kelvin, which is a k in small letters', 'MZXW\u212a'],
    ['more than 1,024 characters', 'A'.repeat(1_025)],
    ['nothing but padding, a lot of it', '='.repeat(100_000)],
  ])('refuses %s', (_, wrong) => {
    expect(() => readBase32(wrong)).toThrow(new Refusal('otpauth_invalid'));
  });

  it('comes back as it went, in either case', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 640 }), (some) => {
        expect(readBase32(writeBase32(some))).toEqual(some);
        expect(readBase32(writeBase32(some).toLowerCase())).toEqual(some);
      }),
    );
  });
});
