import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBase32 } from '../../../lib/otp/base32.ts';
import { otpSecret, readImport, writeOtpauth } from '../../../lib/otp/otp.ts';
import { Refusal } from '../../../lib/protocol/errors.ts';
import { entries } from './entries.ts';
import { migrationUri, payloadOf } from './migration-writer.ts';

const file = (name: string) =>
  readFileSync(new URL(`../../vectors/imports/${name}`, import.meta.url), 'utf8');

const usual = { type: 'totp', algorithm: 'SHA1', digits: 6, period: 30, counter: 0 } as const;
const mail = {
  ...usual,
  issuer: 'Example Mail',
  account: 'alex@example.org',
  secret: readBase32('GEZDGNBVGY3TQOJQGEZDGNBV'),
};
const bank = {
  ...usual,
  issuer: 'Example Savings Bank',
  account: 'alex',
  algorithm: 'SHA256',
  digits: 8,
  period: 60,
  secret: readBase32('ONUG64TUNB2HI'),
};
const token = {
  ...usual,
  issuer: 'Campus Portal',
  account: 'sam',
  type: 'hotp',
  period: 0,
  counter: 300,
  secret: readBase32('MNXXK3TUMVZA'),
};
const forum = { ...usual, account: 'sam@example.org', secret: readBase32('OBXWK5DSPFUXGZLTOQ') };

const inOrder = (...found: object[]) => found.map((entry, index) => ({ row: index + 1, entry }));

const INVALID = 'otpauth_invalid';
const UNSUPPORTED = 'otpauth_unsupported';
const MISSING = 'otpauth_missing';

/** Which rows are good, by account, and which are bad, with why. */
const summary = (name: string) => {
  const { format, rows, bad } = readImport(file(name));
  return {
    format,
    good: Object.fromEntries(rows.map(({ row, entry }) => [row, `${entry.issuer}:${entry.account}`])),
    bad: Object.fromEntries(bad.map(({ row, error }) => [row, error])),
  };
};

describe('a list of key URIs', () => {
  it('is read line by line, empty ones skipped', () => {
    expect(readImport(file('otpauth.txt'))).toEqual({
      format: 'otpauth',
      rows: [
        { row: 1, entry: mail },
        { row: 3, entry: bank },
        { row: 4, entry: token },
        { row: 5, entry: { ...forum, issuer: '', digits: 7 } },
      ],
      bad: [],
    });
  });

  it('may come from Windows', () => {
    expect(readImport(file('authenticator.txt'))).toEqual({
      format: 'otpauth',
      rows: inOrder(mail, bank, token),
      bad: [],
    });
  });

  it('names the lines that cannot be read and keeps the others', () => {
    expect(summary('otpauth-damaged.txt')).toEqual({
      format: 'otpauth',
      good: { 2: 'Example Mail:alex@example.org', 8: ':', 9: 'Example Museum:sam' },
      bad: { 1: MISSING, 3: INVALID, 4: INVALID, 6: UNSUPPORTED, 7: INVALID },
    });
  });

  it('skips notes, and tells what is no link from what cannot be made', () => {
    const link = 'otpauth://totp/alex?secret=MNXXK3TUMVZA';
    const lines = ['# my codes', link, ' #', 'hello', `${link}&digits=5`, `${link}&algorithm=MD5`, link];
    const { rows, bad } = readImport(lines.join('\n'));
    expect(rows.map(({ row }) => row)).toEqual([2, 7]);
    expect(bad).toEqual([
      { row: 4, error: MISSING },
      { row: 5, error: UNSUPPORTED },
      { row: 6, error: UNSUPPORTED },
    ]);
  });

  it('gives back any entries that were written to it', () => {
    fc.assert(
      fc.property(fc.array(entries, { minLength: 1, maxLength: 20 }), (list) => {
        expect(readImport(`\ufeff${list.map(writeOtpauth).join('\n')}`)).toEqual({
          format: 'otpauth',
          rows: inOrder(...list),
          bad: [],
        });
      }),
    );
  });
});

describe('the export of an authenticator app as QR codes', () => {
  it('holds several codes each, and several of them are one list', () => {
    expect(readImport(file('migration.txt'))).toEqual({
      format: 'migration',
      rows: inOrder(mail, { ...bank, period: 30 }, token, {
        ...forum,
        issuer: 'Example Forum',
        algorithm: 'SHA512',
      }),
      bad: [],
    });
  });

  it('is read also where the alphabet for URLs was used, or plus signs were lost', () => {
    const payload = payloadOf([
      { ...mail, secret: otpSecret(Uint8Array.of(1, 2, 251, 239, 190, 255, 255, 255)) },
    ]);
    const base64 = Buffer.from(payload).toString('base64');
    expect(base64).toMatch(/\+.*\//);
    const expected = readImport(migrationUri(payload));
    for (const data of [base64, base64.replaceAll('+', '%20'), Buffer.from(payload).toString('base64url')]) {
      expect(readImport(`otpauth-migration://offline?data=${data}`)).toEqual(expected);
    }
  });

  it('is counted by codes, of which a bad one hides no other', () => {
    expect(summary('migration-damaged.txt')).toEqual({
      format: 'migration',
      good: { 1: 'Example Mail:alex@example.org', 4: ':sam@example.org', 5: 'Campus Portal:sam' },
      bad: { 2: UNSUPPORTED, 3: INVALID, 6: INVALID, 7: INVALID },
    });
  });

  it('gives back any entries that were written to it', () => {
    // The format knows neither periods nor 7 digits; without an issuer the writer's own colon ends one.
    const written = entries
      .filter(({ issuer }) => issuer !== '')
      .map((entry) => ({
        ...entry,
        digits: entry.digits === 7 ? 6 : entry.digits,
        period: entry.type === 'totp' ? 30 : 0,
      }));
    fc.assert(
      fc.property(fc.array(written, { minLength: 1, maxLength: 20 }), (list) => {
        expect(readImport(migrationUri(payloadOf(list)))).toEqual({
          format: 'migration',
          rows: inOrder(...list),
          bad: [],
        });
      }),
    );
  });
});

describe('Aegis', () => {
  it('is read when it is plain', () => {
    expect(readImport(file('aegis.json'))).toEqual({
      format: 'aegis',
      rows: inOrder(mail, bank, token),
      bad: [],
    });
  });

  it('names the entries that are damaged or of another kind', () => {
    expect(summary('aegis-damaged.json')).toEqual({
      format: 'aegis',
      good: { 2: ':sam' },
      bad: { 1: UNSUPPORTED, 3: INVALID, 4: INVALID, 5: INVALID, 6: INVALID, 7: UNSUPPORTED },
    });
  });
});

describe('the Authenticator extension', () => {
  it('is read when it is plain, whatever keys and settings lie beside', () => {
    expect(readImport(file('authenticator.json'))).toEqual({
      format: 'authenticator',
      rows: inOrder(mail, bank, token),
      bad: [],
    });
  });

  it('names the entries that are damaged or of another kind', () => {
    expect(summary('authenticator-damaged.json')).toEqual({
      format: 'authenticator',
      good: { 4: ':sam' },
      bad: { 1: UNSUPPORTED, 2: UNSUPPORTED, 3: UNSUPPORTED, 5: INVALID, 6: UNSUPPORTED },
    });
  });
});

describe('a file that is refused as a whole', () => {
  it.each(['aegis-encrypted.json', 'authenticator-encrypted.json', 'authenticator-sealed.json'])(
    'because another app encrypted it: %s',
    (name) => expect(() => readImport(file(name))).toThrow(new Refusal('import_encrypted')),
  );

  it.each([
    'Dear Sam, the codes are in the drawer.',
    'https://example.org/?otpauth://totp/alex',
    '[]',
    '{"secret": "MNXXK3TUMVZA"',
    '{"db": {}}',
    '{"db": null}',
    '{"a": 1, "b": null, "c": []}',
  ])('because it is of no known kind: %s', (text) => {
    expect(() => readImport(text)).toThrow(new Refusal('import_unknown'));
  });

  it.each(['', ' \r\n\t', '\ufeff', '{}', '{"db": {"entries": []}}', migrationUri(payloadOf([]))])(
    'because it is empty: %j',
    (text) => expect(() => readImport(text)).toThrow(new Refusal('import_empty')),
  );

  it('because it holds more than a preview can show', () => {
    const most = 'otpauth://\n'.repeat(50_000);
    expect(readImport(most).bad).toHaveLength(50_000);
    expect(() => readImport(`${most}otpauth://`)).toThrow(new Refusal('import_large'));
  });
});
