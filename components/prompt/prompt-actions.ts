import type { Method } from '../../lib/protocol/prompt.ts';
import type { PagePairingActions } from '../pairing/page-pairing.tsx';
import type { PushTarget } from './push-target.ts';

/** What the prompt can set off. Results come as the next state. */
export interface PromptActions extends PagePairingActions {
  /** Asks whom the last request asked; the first time, whom the settings name. */
  send: () => void;
  cancel: () => void;
  /** Another way to confirm or to be set up, a push perhaps to one browser; null: back to the choice. */
  choose: (method: Method | null, to?: PushTarget | null) => void;
  /** Another of the pages on why there is a second step; null: past them. */
  turn: (page: number | null) => void;
  /** Past what need not be done: the practice request, one more way. */
  skip: () => void;
  /** The other options were opened: nothing begins by itself any more under the person's hands. */
  browse: () => void;
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
