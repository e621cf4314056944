import { type Clock, MINUTE } from '../../lib/ports/clock.ts';
import { Refusal } from '../../lib/protocol/errors.ts';
import type { UserId } from '../../lib/protocol/ids.ts';

const A_MINUTE = 10;

/** How often codes are tried for one person. In memory: what must outlive the process is the lock-out. */
export function createGuesses({ clock }: { clock: Clock }) {
  const counts = new Map<UserId, number>();
  let minute = 0;

  /** Counts one try, before anything is worked out for it. @throws `too_many` */
  return function countGuess(user: UserId): void {
    const now = Math.floor(clock.now() / MINUTE);
    // All start anew together, so that nothing piles up here.
    if (now !== minute) counts.clear();
    minute = now;
    const count = (counts.get(user) ?? 0) + 1;
    if (count > A_MINUTE) throw new Refusal('too_many');
    counts.set(user, count);
  };
}
