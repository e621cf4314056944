import type { ApplicationId, DeviceId, TransactionId, TrustId, UserId } from '../../lib/protocol/ids.ts';

/** A browser without the extension, as a cookie stands for it: whose sign-ins it lets pass, the trusts say. */
export interface TrustFamilyRow {
  id: string;
  /** SHA-256 of the cookie's random half. */
  series_hash: string;
  /** JSON, see chain.ts: which counter of the cookie is good. */
  chain: string;
  /** Which browser it was set in, e.g. "Chrome on Linux". */
  browser: string;
  created_at: number;
  ended_at: number | null;
}

/** No second step for this person in this browser, for as long as it says. An ended one keeps its row, for the log. */
export interface TrustRow {
  id: TrustId;
  user_id: UserId;
  /** Null: all applications. */
  application_id: ApplicationId | null;
  /** Exactly one of the two: the paired browser whose key stands for it, or the cookie's family. */
  device_id: DeviceId | null;
  family_id: string | null;
  /** What the browser is called. */
  browser: string;
  /** The sign-in that made it. */
  transaction_id: TransactionId;
  created_at: number;
  used_at: number;
  used_address: string;
  expires_at: number;
  ended_at: number | null;
  /** A stable word. */
  end_reason: string | null;
}

export interface PortalSessionRow {
  /** SHA-256 of the cookie's value. */
  hash: string;
  user_id: UserId;
  /** The paired browser that opened it; null otherwise. */
  device_id: DeviceId | null;
  /** The sign-in that it was opened from; null when opened directly. */
  transaction_id: TransactionId | null;
  created_at: number;
  expires_at: number;
}
