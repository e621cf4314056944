import { groupDigits } from './format.ts';

/** Digits to compare or to copy by hand: large, in groups, read out one by one. */
export function Digits({ value, label }: { value: string; label: string }) {
  return (
    <p class="digits" role="img" aria-label={`${label}: ${[...value].join(' ')}`}>
      {groupDigits(value)}
    </p>
  );
}
