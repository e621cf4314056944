import type { DeviceId } from '../../lib/protocol/ids.ts';

/** What made a code. */
export interface Source {
  /** As the sign-in remembers it. */
  factor: 'passcode' | 'hardware_token' | 'bypass_code';
  /** What people call it. */
  name: string;
  /** The paired browser whose code it was. */
  device: DeviceId | null;
  /** The row in the database; null for a printed one, which has no name of its own. */
  id: string | null;
}

/** `passcode_used`: right once, so it is not counted against anybody. */
export type Outcome = { accepted: Source } | { refused: 'passcode_wrong' | 'passcode_used' };

export const WRONG: Outcome = { refused: 'passcode_wrong' };
export const USED: Outcome = { refused: 'passcode_used' };

/** How what people have is called to them. */
export const tokenName = (serial: string): string => `Token ${serial}`;
