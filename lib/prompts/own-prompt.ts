import { promptMarks } from '../protocol/marks.ts';
import type { FoundPrompt } from './found-prompt.ts';

/** Attributes whose change may mean another prompt. */
export const watchedMarks = [promptMarks.transaction, promptMarks.challenge, promptMarks.confirmed];

const find = (page: ParentNode, mark: string) => page.querySelector(`[${mark}]`);
const read = (page: ParentNode, mark: string) => find(page, mark)?.getAttribute(mark);

/** The service's own prompt, which marks itself. Null when the page is none, or none yet. */
export function findOwnPrompt(page: ParentNode): FoundPrompt | null {
  const transaction = read(page, promptMarks.transaction);
  const challenge = read(page, promptMarks.challenge);
  return transaction && challenge ? { transaction, challenge } : null;
}

/** Says on the prompt itself that it is open in a private window. */
export const markPrivate = (page: ParentNode): void =>
  find(page, promptMarks.transaction)?.setAttribute(promptMarks.privateWindow, '');

/** The transaction of a step-up that ended on this page. */
export const findConfirmed = (page: ParentNode) => read(page, promptMarks.confirmed);
