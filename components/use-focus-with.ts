import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** Where the next key belongs: a form's first field, else what is read out of it, else what can be pressed. */
const targets = ['form :is(input, textarea, select)', '[tabindex="-1"]', 'button'];

/** Lets the focus follow each new `step` into the place of this ref: what had it has gone with the step before. */
export function useFocusWith<Place extends HTMLElement = HTMLDivElement>(
  step: unknown,
): RefObject<Place | null> {
  const place = useRef<Place>(null);
  const last = useRef(step);
  useEffect(() => {
    if (last.current === step) return;
    last.current = step;
    const found = targets.map((target) => place.current?.querySelector<HTMLElement>(target)).find(Boolean);
    found?.focus();
  }, [step]);
  return place;
}
