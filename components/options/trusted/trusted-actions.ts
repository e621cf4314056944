import type { AccountView, Reply } from '../../../lib/messages/contract.ts';
import type { ForgetPost } from '../../../lib/protocol/trust.ts';

type Device = AccountView['device'];

/** What can be done with trusted browsers. */
export interface TrustedActions {
  forget(device: Device, what: ForgetPost): Promise<Reply<'trust.forget'>>;
  /** Opens the same list on the service's own page, behind a proof that it is this person. */
  openPortal(device: Device): Promise<Reply<'portal.open'>>;
}
