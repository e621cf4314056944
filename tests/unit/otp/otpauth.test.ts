import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLabel, otpSecret, readEntry, readOtpauth, writeOtpauth } from '../../../lib/otp/otp.ts';
import { Refusal } from '../../../lib/protocol/errors.ts';
import { entries } from './entries.ts';

const SECRET = 'JBSWY3DPEHPK3PXP';
const uri = (label: string, more = '') => `otpauth://totp/${label}?secret=${SECRET}${more}`;
const refusal = new Refusal('otpauth_invalid');
const unsupported = new Refusal('otpauth_unsupported');

describe('reading a key URI', () => {
  it('takes the usual for what is left out', () => {
    expect(readOtpauth(uri('alex'))).toEqual({
      issuer: '',
      account: 'alex',
      type: 'totp',
      algorithm: 'SHA1',
      digits: 6,
      period: 30,
      counter: 0,
      secret: new Uint8Array([72, 101, 108, 108, 111, 33, 222, 173, 190, 239]),
    });
  });

  it.each([
    ['Example%20Mail:alex@example.org', '', 'Example Mail', 'alex@example.org'],
    ['Example%20Mail%3Aalex%40example.org', '', 'Example Mail', 'alex@example.org'],
    ['Example%20Mail:%20alex', '', 'Example Mail', 'alex'],
    ['Old%20Name:alex', '&issuer=Example%20Mail', 'Example Mail', 'alex'],
    ['alex', '&issuer=Example+Mail', 'Example Mail', 'alex'],
    ['Example%20Mail:alex', '&issuer=', 'Example Mail', 'alex'],
    ['alex+news@example.org', '', '', 'alex+news@example.org'],
    ['Example%3A%20Mail:a:b', '', 'Example: Mail', 'a:b'],
    ['', '', '', ''],
  ])('finds issuer and account in %s %s', (label, more, issuer, account) => {
    expect(readOtpauth(uri(label, more))).toMatchObject({ issuer, account });
  });

  it.each(['sha256', 'SHA-256', 'HmacSHA256'])('knows the algorithm as %s', (name) => {
    expect(readOtpauth(uri('alex', `&algorithm=${name}`)).algorithm).toBe('SHA256');
  });

  it('keeps the counter of a counter-based one, 0 when it is missing, and no period', () => {
    const counted = `otpauth://hotp/alex?secret=${SECRET}&period=60`;
    expect(readOtpauth(counted)).toMatchObject({ type: 'hotp', counter: 0, period: 0 });
    expect(readOtpauth(`${counted}&counter=41`)).toMatchObject({ counter: 41 });
  });

  it('allows 7 digits, any period, a scheme in capitals and a label that is not there', () => {
    expect(readOtpauth(uri('alex', '&digits=7&period=1'))).toMatchObject({ digits: 7, period: 1 });
    expect(readOtpauth(uri('alex', '&period=86400')).period).toBe(86_400);
    expect(readOtpauth(` OTPAUTH://TOTP?secret=${SECRET} `).type).toBe('totp');
  });

  it.each([
    'otpauth://totp/alex',
    'otpauth://totp/alex?secret=',
    'otpauth://totp/alex?secret=A',
    'otpauth://totp/alex?secret=JBSW1',
    `otpauth://totp/alex?secret=${'A'.repeat(1_025)}`,
    `otpauth://totp/%E0%A4%A?secret=${SECRET}`,
    `https://example.org/?secret=${SECRET}`,
    uri('alex', '&digits=6.0'),
    uri('alex', '&period=0'),
    uri('alex', '&period=-30'),
    uri('alex', '&period=1e3'),
    `otpauth://hotp/alex?secret=${SECRET}&counter=9007199254740992`,
  ])('refuses %s', (wrong) => {
    expect(() => readOtpauth(wrong)).toThrow(refusal);
  });

  it.each([
    `otpauth://steam/alex?secret=${SECRET}`,
    uri('alex', '&digits=5'),
    uri('alex', '&digits=9'),
    uri('alex', '&algorithm=MD5'),
    uri('alex', '&encoder=steam'),
  ])('says of %s that such codes cannot be made', (other) => {
    expect(() => readOtpauth(other)).toThrow(unsupported);
  });

  it('gives back what was written', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        expect(readOtpauth(writeOtpauth(entry))).toEqual(entry);
      }),
    );
  });
});

describe('writing a key URI', () => {
  it('writes what every app reads', () => {
    const entry = readOtpauth(uri('Example%20Mail:alex@example.org'));
    expect(writeOtpauth(entry)).toBe(
      `otpauth://totp/Example%20Mail:alex%40example.org?secret=${SECRET}&issuer=Example%20Mail&algorithm=SHA1&digits=6&period=30`,
    );
  });

  it('keeps to one line, whatever a label holds', () => {
    const entry = { ...readOtpauth(uri('alex')), issuer: '\ud800', account: 'a\nb' };
    expect(readOtpauth(writeOtpauth(entry))).toMatchObject({ issuer: '\ufffd', account: 'ab' });
  });
});

describe('the largest entry', () => {
  it('comes back as it went', () => {
    const label = '€'.repeat(256);
    const secret = otpSecret(new Uint8Array(640).fill(7));
    const entry = { ...readOtpauth(uri('alex')), issuer: label, account: label, secret };
    expect(readOtpauth(writeOtpauth(entry))).toEqual(entry);
  });
});

describe('an entry typed by hand', () => {
  const typed = {
    issuer: ' Example Mail ',
    account: 'alex',
    secret: 'jbsw y3dp-ehpk 3pxp',
    type: 'totp',
    algorithm: 'SHA512',
    digits: 8,
    period: 60,
    counter: 5,
  } as const;

  it('is read like any other', () => {
    expect(readEntry(typed)).toMatchObject({ issuer: 'Example Mail', digits: 8, period: 60, counter: 0 });
    expect(readEntry({ ...typed, type: 'hotp' })).toMatchObject({ period: 0, counter: 5 });
  });

  it.each([
    { secret: '' },
    { secret: 'not base32!' },
    { digits: 6.5 },
    { period: 0 },
    { period: 1.5 },
    { period: Number.NaN },
    { type: 'hotp', counter: -1 },
  ] as const)('is refused with %j', (wrong) => {
    expect(() => readEntry({ ...typed, ...wrong })).toThrow(refusal);
  });
});

describe('another kind of code typed by hand', () => {
  const typed = { issuer: '', account: '', secret: SECRET, period: 30, counter: 0 } as const;
  const usual = { ...typed, type: 'totp', algorithm: 'SHA1', digits: 6 } as const;

  it.each([{ algorithm: 'toString' }, { digits: 5 }, { type: 'constructor' }])(
    'is refused with %j',
    (other) => {
      expect(() => readEntry({ ...usual, ...other })).toThrow(unsupported);
    },
  );
});

describe('a label', () => {
  it('loses what could break a line or turn its direction, and is bounded', () => {
    expect(cleanLabel('\u202eliaM\u0000 elpmaxE\u2066\r\n ')).toBe('liaM elpmaxE');
    expect(cleanLabel('👩‍💻 Example')).toBe('👩‍💻 Example');
    expect(cleanLabel(`${'a'.repeat(255)}😀`)).toBe(`${'a'.repeat(255)}\ufffd`);
  });

  it('stays as it is once it is clean', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const label = cleanLabel(text);
        expect(label.length).toBeLessThanOrEqual(256);
        expect(cleanLabel(label)).toBe(label);
      }),
    );
  });
});
