import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFields } from '../../../lib/otp/imports/protobuf.ts';
import { otpSecret, readEntry, readImport, readOtpauth } from '../../../lib/otp/otp.ts';
import { Refusal } from '../../../lib/protocol/errors.ts';
import { entries } from './entries.ts';
import { field, message, migrationUri, payloadOf, varint } from './migration-writer.ts';

/** Whatever comes in, the answer is an entry or one of our refusals, and no refusal carries what came in. */
const folder = new URL('../../vectors/imports/', import.meta.url);
const files = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
/** A secret in base32 and in base64, long enough to be found in any quotation. */
const BASE32 = 'INXXK3TUMVZHG2LHNYQG2YLSNNSWI';
const BASE64 = Buffer.from('Countersign marked').toString('base64');

/** What a reader says when it refuses, with all that hangs on it; null when it does not. */
const refusalOf = (job: () => unknown): string | null => {
  try {
    job();
    return null;
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return JSON.stringify([thrown.code, thrown.message, thrown.stack, thrown.facts, String(thrown.cause)]);
  }
};

/** A text with something cut out of it and something put in its place. */
const spoilt = (texts: string[]): fc.Arbitrary<string> =>
  fc
    .record({
      text: fc.constantFrom(...texts),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(60),
      instead: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 20 }),
        fc.constantFrom('\n', '{', '"', '%', '='),
      ),
    })
    .map(({ text, at, length, instead }) => {
      const from = Math.floor(at * text.length);
      return text.slice(0, from) + instead + text.slice(from + length);
    });

describe('a text that nobody meant', () => {
  it('is refused by name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        refusalOf(() => readImport(text));
        refusalOf(() => readImport(`otpauth-migration://offline?data=${text}`));
        refusalOf(() => readOtpauth(`otpauth://totp/${text}`));
        refusalOf(() => readOtpauth(`otpauth://totp/?secret=${text}`));
      }),
    );
  });

  it('is refused by name when it was a good file once', () => {
    fc.assert(
      fc.property(spoilt(files), (text) => {
        refusalOf(() => readImport(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is refused by name when it is JSON of any shape', () => {
    const entry = fc.oneof(fc.jsonValue(), fc.record({ secret: fc.jsonValue(), issuer: fc.jsonValue() }));
    const shapes = fc.oneof(
      fc.dictionary(fc.string(), entry),
      fc.record({ db: fc.jsonValue() }),
      fc.record({ db: fc.record({ entries: fc.array(entry) }) }),
    );
    fc.assert(
      fc.property(shapes, (value) => {
        refusalOf(() => readImport(JSON.stringify(value)));
      }),
    );
    refusalOf(() => readImport(`{"__proto__": {"secret": "${BASE32}"}, "toString": null}`));
    refusalOf(() => readImport('{"a":'.repeat(200_000)));
  });

  it.each([
    ['padding', `otpauth://totp/alex?secret=${'='.repeat(1_000_000)}A`],
    ['blanks', `otpauth://totp/alex?secret=${' '.repeat(1_000_000)}1`],
    ['a label', `otpauth://totp/${' :'.repeat(1_000_000)}?secret=1`],
    ['parameters', `otpauth://totp/alex?${'&secret'.repeat(500_000)}`],
    ['parameters of a migration', `otpauth-migration://offline?${'&datum'.repeat(500_000)}&data=!`],
    ['lines', `otpauth://\n${'\r\n'.repeat(2_000_000)}`],
  ])('does not keep the reader busy with endless %s', (_, text) => {
    expect(readImport(text)).toMatchObject({ rows: [], bad: [{ row: 1, error: 'otpauth_invalid' }] });
  });
});

describe('a refusal', () => {
  const marked = [
    `otpauth://totp/alex?secret=${BASE32}&digits=6`,
    `otpauth-migration://offline?data=${BASE64}`,
    `{"db":{"entries":[{"type":"totp","name":"a","info":{"secret":"${BASE32}","algo":"SHA1","digits":6}}]}}`,
    `{"a":{"secret":"${BASE32}","type":"totp"}}`,
  ];

  it('never says what was read', () => {
    fc.assert(
      fc.property(spoilt(marked), (text) => {
        const said =
          refusalOf(() => expect(JSON.stringify(readImport(text).bad)).not.toMatch(/INXX|Q291/)) ?? '';
        expect(said + (refusalOf(() => readOtpauth(text)) ?? '')).not.toMatch(/INXX|Q291/);
      }),
      { numRuns: 1_000 },
    );
    const typed = { issuer: '', account: '', secret: `${BASE32}1`, type: 'totp', algorithm: 'SHA1' } as const;
    expect(refusalOf(() => readEntry({ ...typed, digits: 6, period: 30, counter: 0 }))).not.toContain('INXX');
  });
});

describe('a payload of bytes', () => {
  const rows = (payload: Uint8Array) => readImport(migrationUri(payload)).rows;
  const good = fc.array(entries, { minLength: 1, maxLength: 4 }).map((list) => payloadOf(list));
  const [entry] = fc
    .sample(entries, { numRuns: 1, seed: 7 })
    .map((one) => ({ ...one, issuer: 'Example Mail' }));
  const one = entry ? payloadOf([entry]) : new Uint8Array();

  it('may be of any kind', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        refusalOf(() => rows(bytes));
        refusalOf(() => rows(message(field(1, bytes))));
      }),
      { numRuns: 1_000 },
    );
  });

  it('may break off anywhere: what came before stays, and nothing is made up', () => {
    fc.assert(
      fc.property(good, fc.nat(600), (payload, length) => {
        const whole = rows(payload);
        refusalOf(() => {
          const some = rows(payload.slice(0, length));
          expect(some).toEqual(whole.slice(0, some.length));
        });
      }),
    );
  });

  it('may have fields that nobody knows, of every kind', () => {
    const unknown = message(
      field(200, 2 ** 40),
      field(201, Uint8Array.of(1, 2, 3)),
      [...varint(202 * 8 + 1), ...new Uint8Array(8)],
      [...varint(203 * 8 + 5), ...new Uint8Array(4)],
    );
    expect(rows(Uint8Array.from([...unknown, ...one, ...unknown]))).toEqual(rows(one));
    expect(rows(one)).toHaveLength(1);
  });

  it.each([
    ['a length beyond its end', [10, 255, 255, 255, 255, 15]],
    ['a length beyond every number', [10, ...new Uint8Array(9).fill(255), 1]],
    ['a number that never ends', [16, ...new Uint8Array(40).fill(128)]],
    ['a number that breaks off', [16, 128]],
    ['a field without a number', [0, 1]],
    ['a group, which is no longer in use', [11, 12]],
    ['a number in the place of an entry', [8, 1]],
    ['an entry whose secret is a number', [...field(1, message(field(1, 7)))]],
    [
      'an entry whose type is text',
      [...field(1, message(field(1, Uint8Array.of(7)), field(6, Uint8Array.of(1))))],
    ],
    ['an entry with a counter below zero', counted([...new Uint8Array(9).fill(255), 1])],
    ['an entry with a counter too large to count', counted(varint(2 ** 53))],
  ])('is refused with %s', (_, bytes) => {
    expect(readImport(migrationUri(Uint8Array.from(bytes)))).toMatchObject({
      rows: [],
      bad: [{ row: 1, error: 'otpauth_invalid' }],
    });
  });

  /** A counter-based entry with this varint as its counter. */
  function counted(counter: number[]): number[] {
    return field(1, message(field(1, otpSecret(Uint8Array.of(7))), field(6, 1), [7 * 8, ...counter]));
  }

  it('gives numbers of up to 53 bits exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.maxSafeNat(), (number, value) => {
        expect([...readFields(message(field(number, value)))]).toEqual([{ number, value }]);
      }),
    );
  });
});
