import type { BypassCodeId, DeviceId, TokenId, UserId } from '../../lib/protocol/ids.ts';

/** What makes codes: a hardware token, or a paired browser's vault. A removed one's row is deleted, secret and all. */
export interface TokenRow {
  id: TokenId;
  /** Null for a hardware token that nobody has yet. */
  user_id: UserId | null;
  /** The paired browser whose codes these are; null for a hardware token. */
  device_id: DeviceId | null;
  /** Of a hardware token, as its maker wrote it; unique (#93). */
  serial: string | null;
  /** Counter- or time-based, and how many digits. */
  type: 'h6' | 'h8' | 't6' | 't8';
  /** Seconds; 0 for a counter-based one. */
  period: number;
  /** Sealed. */
  secret: Uint8Array;
  /** `offered`: a browser was sent the secret and has not shown yet that it has it. */
  state: 'offered' | 'ready';
  /** The lowest counter, or time step, that is still accepted. */
  counter: number;
  /** While a token is being brought back into step: which counter must come next, how many came, since when. */
  resync_next: number | null;
  resync_hits: number;
  resync_since: number | null;
  created_at: number;
  last_used_at: number | null;
}

export interface PrintedCodeRow {
  user_id: UserId;
  /** Slow, salted, in base64url. */
  hash: string;
  used_at: number | null;
  created_at: number;
}

/** A code from the help desk (§5.8). */
export interface BypassCodeRow {
  id: BypassCodeId;
  user_id: UserId;
  hash: string;
  uses_left: number;
  /** Null: until it is used or removed. */
  expires_at: number | null;
  created_at: number;
}
