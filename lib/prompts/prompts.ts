import type { FoundPrompt } from './found-prompt.ts';
import { findConfirmed, findOwnPrompt } from './own-prompt.ts';

/** Content script → background: a prompt is open in this frame. The message carries the prompt beside its name. */
export const PROMPT_SEEN = 'prompt.seen';
/** Content script → background: the step-up of this transaction has ended in this frame. */
export const STEP_UP_CONFIRMED = 'stepUp.confirmed';
/** Background → content script: which prompt is open in you now? The answer is a prompt or null. */
export const STILL_OPEN = 'prompt.still';

/** The prompt that the page shows now; null when it shows none. */
export const findPrompt: (page: ParentNode) => FoundPrompt | null = findOwnPrompt;

/** What the page has to report; null when nothing. */
export function findReport(page: ParentNode): object | null {
  const prompt = findPrompt(page);
  if (prompt) return { name: PROMPT_SEEN, ...prompt };
  const transaction = findConfirmed(page);
  return transaction ? { name: STEP_UP_CONFIRMED, transaction } : null;
}

export { markPrivate, watchedMarks } from './own-prompt.ts';
