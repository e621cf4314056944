import { trustedListText } from '../sentences/trust.ts';

const face = new Intl.RelativeTimeFormat();
const units = [
  { unit: 'day', size: 86_400_000 },
  { unit: 'hour', size: 3_600_000 },
  { unit: 'minute', size: 60_000 },
] as const;

/** How far a moment is away, in whole units: "3 hours ago", "in 12 days". Both in milliseconds since the Unix epoch. */
export function fromNow(at: number, now: number): string {
  const distance = at - now;
  const fitting = units.find(({ size }) => Math.abs(distance) >= size);
  return fitting ? face.format(Math.trunc(distance / fitting.size), fitting.unit) : trustedListText.now;
}
