import { describe, expect, it } from 'vitest';
import { randomCodes } from '../../../service/passcodes/random-digits.ts';
import { seededRandom } from '../../fakes/floor.ts';

/** Gives these bytes, one after the other. */
const says = (...bytes: number[]) => ({
  bytes: (length: number) => new Uint8Array(Array.from({ length }, () => bytes.shift() ?? 0)),
});

describe('random codes', () => {
  it('draw a byte again that would favour the lower digits', () => {
    const random = says(250, 0, 255, 9, 249, 251, 13, 0, 0, 0);
    expect(randomCodes(random, { count: 1, digits: 4 })).toEqual(['0993']);
  });

  it('have every digit in every place about as often', () => {
    const codes = randomCodes(seededRandom('digits'), { count: 5_000, digits: 9 });
    for (let place = 0; place < 9; place++) {
      for (let digit = 0; digit < 10; digit++) {
        const count = codes.filter((code) => code[place] === String(digit)).length;
        expect(Math.abs(count - 500)).toBeLessThan(100);
      }
    }
  });

  it('differ from each other', () => {
    expect(randomCodes(says(1, 1, 1, 2), { count: 2, digits: 1 })).toEqual(['1', '2']);
  });
});
