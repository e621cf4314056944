import type { RefObject } from 'preact';

/** What was typed; the field is empty afterwards. */
export function take({ current: field }: RefObject<HTMLInputElement | null>): string {
  const typed = field?.value ?? '';
  if (field) field.value = '';
  return typed;
}
