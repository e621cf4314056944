import * as v from 'valibot';
import { expect, test } from 'vitest';
import { goneAt, Seconds, Text, timeFault } from '../../../service/web-sdk/claims.ts';

const NOW = 1_800_000_000;
const fault = (times: { exp: number; iat?: number; nbf?: number }) => timeFault(times, NOW * 1_000);

test.each([
  [NOW - 60, null],
  [NOW - 60.001, 'expired'],
  [NOW + 299.6, null],
  [NOW + 3_660, null],
  [NOW + 3_660.001, 'expires_too_late'],
])('an expiry at %d: %s', (exp, expected) => {
  expect(fault({ exp })).toBe(expected);
});

test.each([
  [NOW + 60, null],
  [NOW + 60.001, 'not_yet_valid'],
  [NOW - 100_000, null],
])('issued or valid from %d: %s', (time, expected) => {
  expect(fault({ exp: NOW + 300, iat: time })).toBe(expected);
  expect(fault({ exp: NOW + 300, nbf: time })).toBe(expected);
});

test.each([
  [1_800_000_300, 1_800_000_300],
  [1_800_000_299.6215, 1_800_000_299.6215],
  ['1800000300', 1_800_000_300],
])('%j is a time', (written, seconds) => {
  expect(v.parse(Seconds, written)).toBe(seconds);
});

test.each([
  null,
  true,
  '',
  '1.5',
  '-1',
  '1e9',
  '0x10',
  ' 1',
  '1'.repeat(16),
  Number.NaN,
  Number.POSITIVE_INFINITY,
  [1],
  {},
])('%j is no time', (written) => {
  expect(v.is(Seconds, written)).toBe(false);
});

test('a token is remembered until nobody’s clock takes it any more', () => {
  const exp = NOW + 0.5;
  expect(goneAt({ exp })).toBe((NOW + 60) * 1_000 + 500);
  expect(timeFault({ exp }, goneAt({ exp }))).toBeNull();
  expect(timeFault({ exp }, goneAt({ exp }) + 1)).toBe('expired');
});

test.each(['alex', ' Åsa 雪 ', '', 'a\u00a0b'])('%j is text', (text) => {
  expect(v.is(Text, text)).toBe(true);
});

test.each(['a\u0000b', 'a\nb', 'a\u001b[2J', 'a\u009b', '\ud800', 7, null])('%j is no text', (text) => {
  expect(v.is(Text, text)).toBe(false);
});
