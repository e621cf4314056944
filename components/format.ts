const SECOND = 1_000;
const MINUTE = 60;
const DAY = 86_400_000;

/** What is left of a time, as "42 s" or "4 min 05 s"; never below zero. `milliseconds` may be negative. */
export function timeLeft(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / SECOND));
  if (seconds < 2 * MINUTE) return `${seconds} s`;
  const rest = String(seconds % MINUTE).padStart(2, '0');
  return `${Math.floor(seconds / MINUTE)} min ${rest} s`;
}

/** Digits in groups that can be read aloud: threes where they divide evenly, else pairs, else as they are. */
export function groupDigits(digits: string): string {
  const size = [3, 2].find((candidate) => digits.length > candidate && digits.length % candidate === 0);
  if (size === undefined) return digits;
  return (digits.match(new RegExp(`.{${size}}`, 'g')) ?? [digits]).join(' ');
}

/** Only the digits of what was typed or pasted, at most `length` of them. */
export const onlyDigits = (typed: string, length: number): string =>
  typed.replace(/\D/g, '').slice(0, length);

/** Host and port of an origin, as an address bar would show them; the text itself where it is no URL. */
export const hostOf = (origin: string): string => (URL.canParse(origin) ? new URL(origin).host : origin);

/**
 * A moment in words, for titles. `at` in milliseconds since the Unix epoch. No format is made beforehand: the first one
 * takes 20 ms, and most pages never show a date.
 */
export const moment = (at: number): string =>
  new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** Its day, for what is read in passing. */
export const day = (at: number): string =>
  new Date(at).toLocaleDateString(undefined, { dateStyle: 'medium' });

/** When something ends: its day, and where that is near, the time as well. Both in milliseconds. */
export const end = (at: number, now: number): string => (at - now < DAY ? moment(at) : day(at));

/** The first letter of a name, for the tile that stands in for a logo. */
export const initial = (name: string): string => [...name.trim()][0]?.toLocaleUpperCase() ?? '?';
