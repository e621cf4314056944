import type { AccountView, Reply } from '../../../lib/messages/contract.ts';

type Device = AccountView['device'];

/** What can be done with codes on paper. */
export interface PrintedActions {
  /** Begins with the proof that it is this person, in a tab. */
  begin(device: Device): Promise<Reply<'printed.begin'>>;
  /** The new codes; the service tells them once. */
  make(device: Device): Promise<Reply<'printed.make'>>;
  /** Opens the browser's dialog. */
  print(): void;
}
