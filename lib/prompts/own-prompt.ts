import { pageMarks } from '../protocol/marks.ts';
import type { FoundPrompt } from './found-prompt.ts';

/** Attributes whose change may mean another prompt. */
export const ownPromptMarks = [pageMarks.transaction, pageMarks.challenge, pageMarks.confirmed];

const read = (page: ParentNode, mark: string) => page.querySelector(`[${mark}]`)?.getAttribute(mark);

/** The service's own prompt, which marks itself. Null when the page is none, or none yet. */
export function findOwnPrompt(page: ParentNode): FoundPrompt | null {
  const transaction = read(page, pageMarks.transaction);
  const challenge = read(page, pageMarks.challenge);
  return transaction && challenge ? { transaction, challenge } : null;
}

/** The transaction of a step-up that ended on this page. */
export const findConfirmed = (page: ParentNode) => read(page, pageMarks.confirmed);
