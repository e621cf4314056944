/** Attributes by which the extension recognises the service's own pages. Plain strings: the content script reads them. */
export const pageMarks = {
  transaction: 'data-countersign-transaction',
  challenge: 'data-countersign-challenge',
  /** On the page where a step-up ends; its value is the transaction. */
  confirmed: 'data-countersign-confirmed',
  /** On the prompt while it waits for something that the toolbar can help with: an authenticator's kind, or `passcode`. */
  wants: 'data-countersign-wants',
  /** On the element that shows an activation link; its value is the link. */
  activation: 'data-countersign-activation',
} as const;
