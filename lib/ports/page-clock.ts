import type { Clock } from './clock.ts';

/** Time as a page has it: besides telling it, a page redraws its countdowns and waits before it tries again. */
export interface PageClock extends Clock {
  /** Calls `job` every `period` milliseconds; the reply ends that. */
  every(period: number, job: () => void): () => void;
  /** Calls `job` once, `delay` milliseconds from now; the reply takes that back. */
  after(delay: number, job: () => void): () => void;
}

export const pageClock: PageClock = {
  now: () => Date.now(),
  every: (period, job) => {
    const timer = setInterval(job, period);
    return () => clearInterval(timer);
  },
  after: (delay, job) => {
    const timer = setTimeout(job, delay);
    return () => clearTimeout(timer);
  },
};
