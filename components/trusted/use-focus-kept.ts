import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/**
 * Keeps the focus in the place of this ref when what was pressed there vanishes: it goes to the button that took
 * the place of the pressed one, else to what can be read out. `forgetting(at)` says which line was pressed;
 * `lines` stands for what is shown.
 */
export function useFocusKept(lines: string): {
  place: RefObject<HTMLDivElement | null>;
  forgetting: (at: number) => void;
} {
  const place = useRef<HTMLDivElement>(null);
  const pressed = useRef<number | null>(null);
  useEffect(() => {
    const [within, at] = [place.current, pressed.current];
    if (within === null || at === null) return;
    pressed.current = null;
    const { activeElement, body } = within.ownerDocument;
    if (activeElement !== body) return;
    const buttons = within.querySelectorAll<HTMLElement>('li button');
    const next = buttons[Math.min(at, buttons.length - 1)];
    (next ?? within.querySelector<HTMLElement>('[tabindex="-1"]'))?.focus();
  }, [lines]);
  return {
    place,
    forgetting: (at) => {
      pressed.current = at;
    },
  };
}
