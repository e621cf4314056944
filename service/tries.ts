import { type Clock, MINUTE } from '../lib/ports/clock.ts';
import { Refusal } from '../lib/protocol/errors.ts';

/** How much is let through in a minute: for one name, and for all together. */
interface Limits {
  ofOne: number;
  overall?: number;
}

/**
 * Counts tries by a name, or by a person. In memory: it only keeps the service from working for nobody, and what must
 * outlive the process is the lock-out.
 */
export function createTries({ clock }: { clock: Clock }, { ofOne, overall = Infinity }: Limits) {
  const counts = new Map<string, number>();
  let all = 0;
  let minute = 0;

  /** @throws `too_many` */
  return function countTry(name: string): void {
    const now = Math.floor(clock.now() / MINUTE);
    // All start anew together, so that nothing piles up here.
    if (now !== minute) {
      counts.clear();
      all = 0;
    }
    minute = now;
    const count = (counts.get(name) ?? 0) + 1;
    if (count > ofOne || all >= overall) throw new Refusal('too_many');
    counts.set(name, count);
    all += 1;
  };
}
