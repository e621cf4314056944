import { pageMarks } from '../protocol/marks.ts';
import type { FoundPrompt } from './found-prompt.ts';

/** Attributes whose change may mean another prompt. */
export const ownPromptMarks = [pageMarks.transaction, pageMarks.challenge];

/** The service's own prompt, which marks itself. Null when the page is none, or none yet. */
export function findOwnPrompt(page: ParentNode): FoundPrompt | null {
  const element = page.querySelector(`[${pageMarks.transaction}]`);
  const transaction = element?.getAttribute(pageMarks.transaction);
  const challenge = element?.getAttribute(pageMarks.challenge);
  return transaction && challenge ? { transaction, challenge } : null;
}
