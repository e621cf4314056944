import { expect, test } from 'vitest';
import { fromNow } from '../../../components/trusted/from-now.ts';

const NOW = Date.UTC(2026, 10, 20, 9, 30);
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

test.each([
  [0, 'just now'],
  [-MINUTE + 1, 'just now'],
  [MINUTE - 1, 'just now'],
  [-MINUTE, '1 minute ago'],
  [-HOUR + 1, '59 minutes ago'],
  [-3 * HOUR, '3 hours ago'],
  [2 * DAY - 1, 'in 1 day'],
  [365 * DAY, 'in 365 days'],
])('%i milliseconds away: %s', (distance, words) => expect(fromNow(NOW + distance, NOW)).toBe(words));
