import type { Reply, Request } from '../../lib/messages/contract.ts';
import type { EntryId, EntryView } from '../../lib/messages/passcodes.ts';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import type { DeviceId } from '../../lib/protocol/ids.ts';
import type { ReadLink } from '../pairing/pairing-actions.ts';
import type { RowsClock } from './passcode-rows.ts';

/** What the popup's passcodes can set off. */
export interface PasscodeActions {
  unlock(passphrase: string): Promise<Reply<'vault.unlock'>>;
  /** Goes to the passcodes in the options: to set them up, or to unlock them by a key. */
  toOptions(): void;
  page(request: Request<'passcodes.page'>): Promise<Reply<'passcodes.page'>>;
  next(id: EntryId): Promise<Reply<'passcodes.next'>>;
  /** Why it was not copied; null when it was. */
  copy(code: string): Promise<ErrorCode | null>;
  pin(entry: EntryView, pinned: boolean): Promise<Reply<'passcodes.edit'>>;
  /** Types that account's code into the page in front; closes the popup when it stands there. */
  fill(device: DeviceId): Promise<Reply<'passcodes.fill'>>;
  /** The text of a square code that the tab in front shows. */
  scan(): Promise<ReadLink>;
  preview(text: string): Promise<Reply<'import.preview'>>;
  /** Answers when all of it is kept, or none. */
  add(text: string): Promise<ErrorCode | null>;
  clock: RowsClock;
}
