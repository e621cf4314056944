import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { readPasscode } from '../../../service/passcodes/read-passcode.ts';
import { createSlowHash } from '../../../service/passcodes/slow-hash.ts';
import { createSealing } from '../../../service/sealing/sealing.ts';
import { createTries } from '../../../service/tries.ts';
import { seededRandom } from '../../fakes/floor.ts';

const alex = 'DUAAAAAAAAAAAAAAAAAA' as UserId;
const sam = 'DUBBBBBBBBBBBBBBBBBB' as UserId;
const random = seededRandom('passcodes');

describe('reading a typed code', () => {
  const digits = fc.stringMatching(/^([0-9]{6}|[0-9]{8,10})$/);
  const between = fc.array(
    fc.constantFrom(
      ' ',
      '\t',
      '\n',
      '\u00a0',
      '\u2009',
      '\u3000',
      '-',
      '‐',
      '–',
      '—',
      '−',
      '\u00ad',
      '\u200b',
      '\u200d',
      '\u2060',
      '\ufeff',
    ),
    { maxLength: 3 },
  );
  const fullWidth = (digit: string): string => String.fromCodePoint(0xfee0 + digit.charCodeAt(0));

  it('is the same however it is spelled', () => {
    fc.assert(
      fc.property(
        digits,
        fc.array(fc.tuple(between, fc.boolean()), { minLength: 11, maxLength: 11 }),
        (code, spelling) => {
          const typed = spelling
            .map(
              ([gap, wide], at) => gap.join('') + (wide && code[at] ? fullWidth(code[at]) : (code[at] ?? '')),
            )
            .join('');
          expect(readPasscode(typed)).toBe(code);
        },
      ),
    );
  });

  it('takes nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 64 }), (typed) => {
        try {
          expect(readPasscode(typed)).toMatch(/^(\d{6}|\d{8,10})$/);
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'passcode_malformed' });
        }
      }),
    );
  });
});

describe('the slow hash', () => {
  const sealing = createSealing(randomBytes(32), random);
  const { hashOf } = createSlowHash(sealing);

  it('is the same for one person, another for another, and another under another master key', async () => {
    const elsewhere = createSlowHash(createSealing(randomBytes(32), random));
    const own = await hashOf(alex, '123456789');
    expect(await hashOf(alex, '123456789')).toBe(own);
    expect(await hashOf(alex, '123456780')).not.toBe(own);
    expect(await hashOf(sam, '123456789')).not.toBe(own);
    expect(await elsewhere.hashOf(alex, '123456789')).not.toBe(own);
  });

  it('lets only so many wait, and goes on after them', async () => {
    const all = await Promise.allSettled(
      Array.from({ length: 30 }, (_, at) => hashOf(alex, String(100_000_000 + at))),
    );
    const refused = all.filter((result) => result.status === 'rejected');
    expect(refused.map(({ reason }) => reason.code)).toEqual(Array(12).fill('too_many'));
    expect(new Set(all.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))).size).toBe(18);
    await expect(hashOf(sam, '123456789')).resolves.toHaveLength(43);
  });
});

describe('tries in a minute', () => {
  it('are ten for each person, and ten again in the next', () => {
    let now = 0;
    const countGuess = createTries({ clock: { now: () => now } }, { ofOne: 10 });
    const ten = (user: UserId) => Array.from({ length: 10 }, () => countGuess(user));
    ten(alex);
    expect(() => countGuess(alex)).toThrow(expect.objectContaining({ code: 'too_many' }));
    ten(sam);
    now = 59_999;
    expect(() => countGuess(alex)).toThrow(expect.objectContaining({ code: 'too_many' }));
    now = 60_000;
    ten(alex);
    expect(() => countGuess(alex)).toThrow(expect.objectContaining({ code: 'too_many' }));
  });
});
