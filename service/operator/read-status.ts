import { DAY, HOUR, MINUTE } from '../../lib/ports/clock.ts';
import { type Call, UsageError } from './call.ts';

/** The option that ends a bypass. */
export const lasts = { for: { type: 'string' } } as const;

/** What the commands for statuses take. */
export const STATUS = 'active|disabled|bypass [--for TIME]';

const UNITS: Record<string, number> = { m: MINUTE, h: HOUR, d: DAY };
const LONGEST = 30 * DAY;

type Status = 'active' | 'disabled' | { bypassUntil: number };

/** Reads a status and, for a bypass, how long it lasts: there is none without an end. @throws {UsageError} */
export function readStatus({ rooms }: Call, word: string, time: string | undefined): Status {
  if (word === 'bypass') return { bypassUntil: rooms.floor.clock.now() + readTime(time) };
  if (time !== undefined) throw new UsageError('Leave --for out: only a bypass takes it.');
  if (word === 'active' || word === 'disabled') return word;
  throw new UsageError('The status is “active”, “disabled” or “bypass”.');
}

function readTime(time = ''): number {
  const [, count, unit = ''] = /^(\d{1,5})([mhd])$/.exec(time) ?? [];
  const length = Number(count) * (UNITS[unit] ?? 0);
  if (length > 0 && length <= LONGEST) return length;
  throw new UsageError('A bypass takes --for with a time such as 30m, 2h or 3d, at most 30d.');
}
