import type { CredentialId, DeviceId, PushId, TransactionId, UserId } from '../../lib/protocol/ids.ts';
import type { StepUpPurpose } from '../../lib/protocol/step-up.ts';
import type { AuthenticatorKind } from '../../lib/protocol/webauthn.ts';

/** A WebAuthn credential (§6.8). A removed one keeps its row, so that the log can still name it. */
export interface CredentialRow {
  id: CredentialId;
  user_id: UserId;
  /** The credential id of WebAuthn in base64url; unique over everybody. */
  raw_id: string;
  kind: AuthenticatorKind;
  name: string;
  /** COSE_Key. */
  public_key: Uint8Array;
  /** COSE algorithm identifier. */
  algorithm: number;
  sign_count: number;
  /** 1: registered with user verification, which every use must show from then on. */
  verifies: number;
  /** JSON array. */
  transports: string;
  backup_eligible: number;
  backed_up: number;
  aaguid: string;
  /** The sign-in or step-up by which it was registered. */
  transaction_id: TransactionId;
  /** The paired browser by which it was registered; null at a prompt. */
  device_id: DeviceId | null;
  clone_suspected_at: number | null;
  created_at: number;
  last_used_at: number | null;
  removed_at: number | null;
}

/** A question to an authenticator; deleted by its one use. */
export interface ChallengeRow {
  challenge: string;
  purpose: 'register' | 'sign_in' | 'confirm';
  user_id: UserId;
  /** The sign-in or step-up that it belongs to. */
  transaction_id: TransactionId;
  /** The paired browser that asked for it; null where the prompt did. */
  device_id: DeviceId | null;
  /** With `confirm`: the request that is approved by it. */
  push_id: PushId | null;
  kind: AuthenticatorKind;
  /** SHA-256 of the secret by which the service's own ceremony page takes it, and when it was taken. */
  ticket_hash: string | null;
  taken_at: number | null;
  expires_at: number;
}

export interface StepUpRow {
  transaction_id: TransactionId;
  user_id: UserId;
  /** The paired browser that asked, and that alone may use it. */
  device_id: DeviceId;
  purpose: StepUpPurpose;
  /** SHA-256 of the secret in the address that opens the prompt; null once it was opened. */
  opening_hash: string | null;
  opening_until: number;
  /** 0 once what it proved is used up. */
  granted_at: number | null;
  created_at: number;
}

export interface OutboxRow {
  id: string;
  audience: 'person' | 'administrators';
  user_id: UserId | null;
  recipient: string;
  subject: string;
  text: string;
  html: string;
  /** `kept`: no mail server is configured. */
  state: 'kept' | 'waiting' | 'sending' | 'sent' | 'failed';
  attempts: number;
  /** When it may be sent next; while `sending`, when another process may take it over. */
  next_at: number;
  created_at: number;
  sent_at: number | null;
}

/** A view: everything by which people can prove themselves. A factor's migration adds its rows. */
export interface MethodRow {
  user_id: UserId;
  kind: 'push' | 'passcode' | AuthenticatorKind;
  id: string;
}
