/**
 * Attributes by which the extension and the service's own pages recognise each other. Plain strings. These are the
 * content script's, which carries no other: every prompt loads it.
 */
export const promptMarks = {
  transaction: 'data-countersign-transaction',
  challenge: 'data-countersign-challenge',
  /** On the page where a step-up ends; its value is the transaction. */
  confirmed: 'data-countersign-confirmed',
  /** Set by the extension on a page of a private window, where it may run in one: nothing is remembered there. */
  privateWindow: 'data-countersign-private',
} as const;

export const pageMarks = {
  ...promptMarks,
  /** On the prompt while it waits for something that the toolbar can help with: an authenticator's kind, or `passcode`. */
  wants: 'data-countersign-wants',
  /** On the element that shows an activation link; its value is the link. */
  activation: 'data-countersign-activation',
} as const;
