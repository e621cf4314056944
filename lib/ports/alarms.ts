import type { Instant } from './clock.ts';

/** Wakes the background even when it was stopped. */
export interface Alarms {
  /** Keeps an alarm of this name that is already there, so that its time does not move. Period in milliseconds. */
  every(name: string, period: number): Promise<void>;
  /** Once, in the place of an alarm of this name that is already there. Browsers may ring up to half a minute late. */
  at(name: string, when: Instant): Promise<void>;
}
