import { useState } from 'preact/hooks';

let last = 0;

/** An id that nothing else on this page has. Preact's `useId` counts anew after each `render()` of the whole page. */
export function useFieldId(): string {
  const [id] = useState(() => {
    last += 1;
    return `field-${last}`;
  });
  return id;
}
