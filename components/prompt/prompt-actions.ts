import type { PagePairingActions } from '../pairing/page-pairing.tsx';

/** What the prompt can set off. Results come as the next state. */
export interface PromptActions extends PagePairingActions {
  send: () => void;
  cancel: () => void;
}
