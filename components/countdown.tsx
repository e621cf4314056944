import { moment, timeLeft } from './format.ts';
import { commonText } from './sentences.ts';

const RADIUS = 8;
const ROUND = 2 * Math.PI * RADIUS;

/** What is left until `until`, of a time that began at `since`; all three in the service's milliseconds. */
export function Countdown({ now, since, until }: { now: number; since: number; until: number }) {
  const share = Math.min(1, Math.max(0, (until - now) / Math.max(1, until - since)));
  return (
    <span class="timer" role="timer" aria-live="off" title={commonText.until(moment(until))}>
      <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
        <circle cx="10" cy="10" r={RADIUS} />
        <circle
          cx="10"
          cy="10"
          r={RADIUS}
          transform="rotate(-90 10 10)"
          stroke-dasharray={ROUND}
          stroke-dashoffset={ROUND * (1 - share)}
        />
      </svg>
      {timeLeft(until - now)}
    </span>
  );
}
