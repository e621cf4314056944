import { describe, expect, test } from 'vitest';
import {
  day,
  end,
  groupDigits,
  hostOf,
  initial,
  moment,
  onlyDigits,
  timeLeft,
} from '../../../components/format.ts';
import { DAY } from '../../../lib/ports/clock.ts';

describe('timeLeft', () => {
  test.each([
    [42_000, '42 s'],
    [41_001, '42 s'],
    [0, '0 s'],
    [-5_000, '0 s'],
    [119_000, '119 s'],
    [120_000, '2 min 00 s'],
    [245_000, '4 min 05 s'],
  ])('%i ms is "%s"', (milliseconds, words) => expect(timeLeft(milliseconds)).toBe(words));
});

describe('groupDigits', () => {
  test.each([
    ['123', '123'],
    ['1234', '12 34'],
    ['12345', '12345'],
    ['123456', '123 456'],
  ])('%s is shown as "%s"', (digits, shown) => expect(groupDigits(digits)).toBe(shown));
});

test('an end is a day, and where that is near the time as well', () => {
  const at = Date.UTC(2026, 10, 20, 9, 30);
  expect(end(at, at - DAY)).toBe(day(at));
  expect(end(at, at - DAY + 1)).toBe(moment(at));
});

test('onlyDigits takes a pasted number with its spaces, and no more than the number has', () => {
  expect(onlyDigits(' 482 913 ', 6)).toBe('482913');
  expect(onlyDigits('48291377', 6)).toBe('482913');
  expect(onlyDigits('abc', 6)).toBe('');
});

test('hostOf keeps the port and survives what is no URL', () => {
  expect(hostOf('https://countersign.example.org')).toBe('countersign.example.org');
  expect(hostOf('https://localhost:8443')).toBe('localhost:8443');
  expect(hostOf('nonsense')).toBe('nonsense');
});

test('initial is one whole letter in upper case', () => {
  expect(initial(' campus Portal')).toBe('C');
  expect(initial('éclair')).toBe('É');
  expect(initial('')).toBe('?');
});
