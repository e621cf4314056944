import type { FoundPrompt } from './found-prompt.ts';
import { findOwnPrompt } from './own-prompt.ts';

/** Content script → background: a prompt is open in this frame. The message carries the prompt beside its name. */
export const PROMPT_SEEN = 'prompt.seen';
/** Background → content script: which prompt is open in you now? The answer is a prompt or null. */
export const STILL_OPEN = 'prompt.still';

/** The prompt that the page shows now; null when it shows none. */
export const findPrompt: (page: ParentNode) => FoundPrompt | null = findOwnPrompt;

export { ownPromptMarks as promptMarks } from './own-prompt.ts';
