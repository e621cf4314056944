/** Milliseconds since the Unix epoch. */
export type Instant = number;

/** Where the time comes from; passed in so that nothing else reads it. */
export interface Clock {
  now(): Instant;
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
