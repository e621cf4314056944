import type { Method } from '../../lib/protocol/prompt.ts';
import type { PagePairingActions } from '../pairing/page-pairing.tsx';

/** What the prompt can set off. Results come as the next state. */
export interface PromptActions extends PagePairingActions {
  send: () => void;
  cancel: () => void;
  /** Another way to confirm or to be set up; null: back to the choice. */
  choose: (method: Method | null) => void;
  /** Opens the browser's dialog for the chosen authenticator. */
  use: () => void;
  /** Sends the code as it was typed. */
  verify: (typed: string) => void;
  /** The answer to "Is this your device?". */
  trust: (yes: boolean) => void;
  /** To the list of devices: at once where the sign-in is approved, else then; a second time: no longer. */
  manage: () => void;
  /** Past what went wrong. */
  goOn: () => void;
}
