import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** How far each key goes among the rows. */
const steps: Record<string, number> = {
  ArrowUp: -1,
  ArrowDown: 1,
  PageUp: -6,
  PageDown: 6,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** The row that a key leads to from `row`; null for every other key. −1 is the search above the rows. */
export function rowAfter(key: string, place: { row: number; total: number }): number | null {
  const step = steps[key];
  if (step === undefined || place.total === 0) return null;
  const lowest = key === 'ArrowUp' ? -1 : 0;
  return Math.min(Math.max(place.row + step, lowest), place.total - 1);
}

const rowOf = (target: EventTarget | null): number | null => {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  return row === null ? null : Number(row.dataset.row);
};

/**
 * Arrow keys through the rows, and from the search to the first of them. Gives the row that has the focus: it stays
 * drawn wherever the list is scrolled to.
 */
export function useRowKeys(options: {
  /** Around the search and the rows. */
  frame: RefObject<HTMLElement | null>;
  total: number;
}): number | null {
  const { frame, total } = options;
  const [held, hold] = useState<number | null>(null);
  const [goal, aim] = useState<number | null>(null);

  useEffect(() => {
    if (goal === null) return;
    const target = goal < 0 ? 'input' : `[data-row="${goal}"] button`;
    frame.current?.querySelector<HTMLElement>(target)?.focus();
    aim(null);
  }, [goal]);

  useEffect(() => {
    const within = frame.current;
    const follow = (event: FocusEvent): void => hold(rowOf(event.target));
    const step = (event: KeyboardEvent): void => {
      const row = rowOf(event.target) ?? -1;
      // In the search, these keys belong to its text.
      if (row < 0 && event.key !== 'ArrowDown') return;
      const next = rowAfter(event.key, { row, total });
      if (next === null) return;
      event.preventDefault();
      if (next >= 0) hold(next);
      aim(next);
    };
    within?.addEventListener('focusin', follow);
    within?.addEventListener('keydown', step);
    return () => {
      within?.removeEventListener('focusin', follow);
      within?.removeEventListener('keydown', step);
    };
  }, [total]);

  return held;
}
