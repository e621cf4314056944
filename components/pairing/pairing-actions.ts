import type { Reply } from '../../lib/messages/contract.ts';

/** The link that was found, or why none was. */
export type ReadLink = { link: string } | { problem: 'unreadable' | 'nothing' | 'foreign' | 'noCode' };

/** Whose this browser profile is, as far as it tells. */
export type Profile = Extract<Reply<'profile.get'>, { ok: true }>['value']['profile'];

/** A pairing from its link on, in our own pages. */
export interface PairingSteps {
  /** `own` as well where nothing tells. */
  profile(): Promise<Profile>;
  offer(link: string): Promise<Reply<'pairing.offer'>>;
  /** Asks the browser for the service's host. To be called in the click itself: the browser wants the gesture. */
  allow(origin: string): Promise<boolean>;
  start(): Promise<Reply<'pairing.start'>>;
  answer(match: boolean): Promise<Reply<'pairing.answer'>>;
  cancel(): Promise<Reply<'pairing.cancel'>>;
}

/** The popup stands beside the tab in front and can take the link from it. */
export interface PairingActions extends PairingSteps {
  /** Reads the link of the set-up page in the tab in front. */
  readPage(): Promise<ReadLink>;
  /** Reads a QR code that is visible in the tab in front. */
  scanPage(): Promise<ReadLink>;
}
