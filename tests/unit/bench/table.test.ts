import { expect, test } from 'vitest';
import type { Figure } from '../../../bench/figure.ts';
import { median, percentile } from '../../../bench/statistics.ts';
import { showTable } from '../../../bench/table.ts';

test('a percentile is one of the values that were measured', () => {
  const values = [5, 1, 4, 2, 3];
  expect(median(values)).toBe(3);
  expect(percentile(values, 0.99)).toBe(5);
  expect(percentile(values, 0)).toBe(1);
});

test('the table says what was met, also where the target follows from another figure', () => {
  const table = showTable({
    figures: new Map<string, Figure>([
      ['rate', { unit: '/s', target: 400, better: 'higher' }],
      ['rate_crowded', { unit: '/s', target: ({ rate = Number.NaN }) => 0.8 * rate, better: 'higher' }],
    ]),
    found: new Map([
      ['rate', [390, 380, 395]],
      ['rate_crowded', [330, 320, 310]],
    ]),
    medians: { rate: 390, rate_crowded: 320 },
    wanted: new Set(['rate', 'rate_crowded']),
  });
  const [, , rate, crowded] = table.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  expect(rate).toEqual(['', '`rate`', '/s', '390', '380', '395', '≥ 400', '**missed**', '']);
  expect(crowded).toEqual(['', '`rate_crowded`', '/s', '320', '310', '330', '≥ 312', 'met', '']);
});
