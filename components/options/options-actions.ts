import type { AccountView, Reply } from '../../lib/messages/contract.ts';
import type { PairingSteps } from '../pairing/pairing-actions.ts';
import type { BrowserActions } from './browsers/browser-actions.ts';
import type { KeyActions } from './key-actions.ts';
import type { MethodActions } from './methods/method-actions.ts';
import type { PrintedActions } from './printed/printed-actions.ts';
import type { TrustedActions } from './trusted/trusted-actions.ts';
import type { VaultActions } from './vault/vault-actions.ts';

type Device = AccountView['device'];

/** What the options page can set off. Each answers when the overview has been read again. */
export interface OptionsActions {
  rename(device: Device, name: string): Promise<Reply<'account.rename'>>;
  unpair(device: Device): Promise<Reply<'account.unpair'>>;
  forget(device: Device): Promise<Reply<'account.forget'>>;
  /** Copies a text; answers whether that worked. */
  copy(text: string): Promise<boolean>;
  pairing: PairingSteps;
  browsers: BrowserActions;
  methods: MethodActions;
  keys: KeyActions;
  vault: VaultActions;
  printed: PrintedActions;
  trusted: TrustedActions;
}
