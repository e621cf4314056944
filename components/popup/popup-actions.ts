import type { Reply, RequestView } from '../../lib/messages/contract.ts';
import type { DenyReason } from '../../lib/protocol/push.ts';
import type { PairingActions } from '../pairing/pairing-actions.ts';

/** What the popup can set off. Each answers when the overview has been read again. */
export interface PopupActions {
  approve(request: RequestView, number?: string): Promise<Reply<'push.approve'>>;
  deny(request: RequestView, reason: DenyReason): Promise<Reply<'push.deny'>>;
  notMe(request: RequestView): Promise<Reply<'push.notMe'>>;
  dismiss(notice: { device: RequestView['device']; id: string }): Promise<Reply<'notice.dismiss'>>;
  openOptions(): void;
  /** Opens the options where trusted browsers are forgotten. */
  toTrusted(): void;
  /** Goes to the page in front, since a popup takes the focus that its authenticator needs. */
  toPrompt(): void;
  pairing: PairingActions;
}
