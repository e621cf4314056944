import type { AccountView, Reply } from '../../../lib/messages/contract.ts';

type Device = AccountView['device'];

/** What can be done with one's own browsers. Each answers when the page has been read again. */
export interface BrowserActions {
  rename(device: Device, change: { browser: Device; name: string }): Promise<Reply<'browser.rename'>>;
  remove(device: Device, browser: Device): Promise<Reply<'browser.remove'>>;
  /** `replaces` null: one more. */
  add(device: Device, replaces: Device | null): Promise<Reply<'browser.add'>>;
  /** The link, once the change is `ready`. */
  invite(device: Device): Promise<Reply<'browser.invite'>>;
}
