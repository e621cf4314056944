import type { Account, Device } from '../device/device.ts';
import type { Notifications } from '../notifications/notifications.ts';
import type { Ports } from '../ports/ports.ts';
import type { DeviceId } from '../protocol/ids.ts';
import type { Push } from '../push/push.ts';
import type { Trust } from '../trust/trust.ts';
import type { Vault } from '../vault/vault.ts';

/** What the flows join. */
export interface Rooms {
  ports: Ports;
  device: Device;
  push: Push;
  notifications: Notifications;
  vault: Vault;
  trust: Trust;
  /** Fetches this account's inbox and shows it. Answers after a fetch that began later than the call. */
  refresh(device: DeviceId): Promise<void>;
  /** Shows the copies at hand, on the badge, the desktop and our open pages. */
  redraw(): Promise<void>;
  /** Listens for this account, and recognises its prompts, from now on. */
  attend(account: Account): Promise<void>;
  /** Takes the pairing under way as far as it goes. */
  followPairing(): Promise<void>;
  /** Takes the change under way as far as it goes. */
  followChange(): Promise<void>;
  /** Fetches what is missing of the accounts' own passcodes, while the vault is open. */
  fetchOwnPasscodes(): Promise<void>;
  /** Clears a copied code from the clipboard when its time has come. */
  clearClipboard(): Promise<void>;
  /** Runs jobs that read and then write one after the other. */
  inTurn<Value>(job: () => Promise<Value>): Promise<Value>;
}
