import type { AccountView, Reply } from '../../lib/messages/contract.ts';
import type { AuthenticatorKind, CredentialView } from '../../lib/protocol/webauthn.ts';

type Device = AccountView['device'];
type Credential = CredentialView['id'];

/** What can be done with authenticators. Each answers when the page has been read again. */
export interface KeyActions {
  add(device: Device, kind: AuthenticatorKind): Promise<Reply<'credential.add'>>;
  rename(
    device: Device,
    change: { credential: Credential; name: string },
  ): Promise<Reply<'credential.rename'>>;
  remove(device: Device, credential: Credential): Promise<Reply<'credential.remove'>>;
  /** Brings the tab of the change under way to the front. */
  showTab(): Promise<Reply<'change.show'>>;
  /** Puts the change away. */
  dismiss(): Promise<Reply<'change.dismiss'>>;
}
