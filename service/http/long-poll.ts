import { LONG_POLL } from '../../lib/protocol/prompt.ts';
import type { Signals, Topic } from '../room.ts';
import type { HttpContext } from './http.ts';

export interface LongPoll<Found> {
  topic: Topic;
  /** The revision that the page has; 0 for none. */
  after: number;
  /** Reads what is followed. @throws where the caller may not see it */
  read: () => Promise<Found>;
}

/** Reads something that has revisions: at once where it is newer than the page's, else at its next change (`LONG_POLL`). */
export async function longPoll<Found extends { revision: number }>(
  c: HttpContext,
  signals: Signals,
  { topic, after, read }: LongPoll<Found>,
): Promise<Found> {
  const found = await read();
  if (found.revision > after) return found;
  const change = signals.next(topic, { limit: LONG_POLL, stop: c.req.raw.signal });
  // Read again once we listen, so that a change in between is not missed.
  const again = await read();
  if (again.revision > after) return again;
  await change;
  return read();
}
