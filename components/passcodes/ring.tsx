import { useState } from 'preact/hooks';
import { SECOND } from '../../lib/ports/clock.ts';

export interface RingProps {
  /** How long the code lives, in seconds. */
  period: number;
  /** This computer's clock, in milliseconds. */
  now: () => number;
}

const RADIUS = 8;

/**
 * What is left of a code's time, run down by the stylesheet alone. Where it began is fixed once: give it a new key
 * with each new code.
 */
export function Ring({ period, now }: RingProps) {
  const [elapsed] = useState(() => (now() / SECOND) % period);
  const style = { animationDuration: `${period}s`, animationDelay: `-${elapsed}s` };
  return (
    <svg class="ring" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <circle cx="10" cy="10" r={RADIUS} />
      <circle cx="10" cy="10" r={RADIUS} pathLength={1} transform="rotate(-90 10 10)" style={style} />
    </svg>
  );
}
