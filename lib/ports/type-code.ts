/** The page's own words, which the function below cannot reach for itself. */
export interface Place {
  origin: string;
  /** The selector of the mark that a page carries while it asks for a code. */
  asking: string;
}

/**
 * Runs in the page, where nothing of this file but the function itself exists. Without a code it only looks. In the
 * isolated world the page cannot put its own `value` or `querySelector` in the way.
 */
export function typeCode({ origin, asking }: Place, code: string | null): boolean {
  if (window.top !== window || location.origin !== origin) return false;
  if (document.querySelector(asking) === null) return false;
  const field = document.querySelector<HTMLInputElement>('input[autocomplete="one-time-code"]');
  if (field === null || field.disabled || field.readOnly) return false;
  if (code === null) return true;
  field.value = code;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  return true;
}
