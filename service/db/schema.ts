import type { Generated, Selectable } from 'kysely';
import type {
  ApplicationId,
  DeviceId,
  InvitationId,
  PairingId,
  PushId,
  TransactionId,
  UserId,
} from '../../lib/protocol/ids.ts';
import type { DenyReason, PushState } from '../../lib/protocol/push.ts';
import type { ChallengeRow, CredentialRow, MethodRow, OutboxRow, StepUpRow } from './authenticator-rows.ts';
import type { BypassCodeRow, PrintedCodeRow, TokenRow } from './passcode-rows.ts';
import type { GroupMemberRow, GroupRow, MethodSettingsRow, PersonRow, UserRow } from './people-rows.ts';
import type { PortalSessionRow, TrustFamilyRow, TrustRow } from './trust-rows.ts';

/**
 * The tables, as the newest migration leaves them. Text, integers and blobs only, times in milliseconds,
 * booleans as 0 and 1, so that another database costs one adapter.
 */
export interface Schema {
  facts: FactRow;
  signing_keys: SigningKeyRow;
  applications: ApplicationRow;
  users: UserRow;
  groups: GroupRow;
  group_members: GroupMemberRow;
  people: PersonRow;
  method_settings: MethodSettingsRow;
  policies: PolicyRow;
  invitations: InvitationRow;
  pairings: PairingRow;
  devices: DeviceRow;
  proofs: ProofRow;
  transactions: TransactionRow;
  presences: PresenceRow;
  pushes: PushRow;
  mutes: MuteRow;
  codes: CodeRow;
  assertions: AssertionRow;
  audit: AuditRow;
  credentials: CredentialRow;
  challenges: ChallengeRow;
  step_ups: StepUpRow;
  outbox: OutboxRow;
  tokens: TokenRow;
  printed_codes: PrintedCodeRow;
  bypass_codes: BypassCodeRow;
  trust_families: TrustFamilyRow;
  trusts: TrustRow;
  portal_sessions: PortalSessionRow;
  methods: MethodRow;
}

/** Single facts about the database itself, such as the master key's fingerprint. */
export interface FactRow {
  name: string;
  value: string;
}

export interface SigningKeyRow {
  /** RFC 7638 thumbprint, used as `kid`. */
  id: string;
  role: 'current' | 'next' | 'retired';
  public_key: string;
  /** Sealed PKCS#8. */
  private_key: Uint8Array;
  created_at: number;
}

export interface ApplicationRow {
  /** The client id. */
  id: ApplicationId;
  name: string;
  /** Sealed; the HMAC key of the site's JWTs. */
  client_secret: Uint8Array;
  /** JSON array of exact URIs. */
  redirect_uris: string;
  /** 1: any https redirect that this client signs is trusted (§2.10). */
  any_redirect: number;
  enabled: number;
  created_at: number;
}

export interface PolicyRow {
  /** `global`, an application's id or a group's. */
  scope: string;
  /** JSON, see policies/policy.ts; any row holds only what it changes. */
  settings: string;
  updated_at: number;
}

export interface InvitationRow {
  id: InvitationId;
  user_id: UserId;
  kind: 'link' | 'inline';
  /** SHA-256; null for an inline invitation, which has no link. */
  token_hash: string | null;
  created_at: number;
  expires_at: number;
  used_at: number | null;
  voided_at: number | null;
  /** `person`: for a browser of their own, after they proved who they are. */
  made_by: Generated<'operator' | 'person'>;
  /** The browser whose keys end once the new one is confirmed. */
  replaces: Generated<DeviceId | null>;
  /** The proof by which a person made it, and the paired browser in which they did; null for the operator's. */
  transaction_id: Generated<TransactionId | null>;
  device_id: Generated<DeviceId | null>;
}

export interface PairingRow {
  id: PairingId;
  invitation_id: InvitationId;
  user_id: UserId;
  /** The transaction whose prompt began it; null when the invitation page did. */
  transaction_id: TransactionId | null;
  /** SHA-256 of the secret by which the invitation page proves that it began this pairing. */
  secret_hash: string | null;
  code_hash: string;
  state: 'open' | 'claimed' | 'compared' | 'done' | 'refused';
  revision: number;
  browser: string | null;
  sign_key: string | null;
  receive_key: string | null;
  commitment: string | null;
  service_nonce: string | null;
  device_nonce: string | null;
  /** The service keys that the device was told, JSON: the digits depend on them. */
  service_keys: string | null;
  page_confirmed: number;
  device_confirmed: number;
  contested: number;
  device_id: DeviceId | null;
  created_at: number;
  expires_at: number;
}

export interface DeviceRow {
  id: DeviceId;
  user_id: UserId;
  name: string;
  sign_key: string;
  receive_key: string;
  status: 'active' | 'suspended' | 'removed';
  created_at: number;
  /** JSON, see chain.ts: which nonce is good; empty until the first was given. */
  chain: Generated<string>;
}

/** Proofs already used; rows older than the window are swept. */
export interface ProofRow {
  device_id: string;
  jti: string;
  expires_at: number;
}

export interface TransactionRow {
  id: TransactionId;
  application_id: ApplicationId;
  /** Null for a user name that nobody has. */
  user_id: UserId | null;
  /** SHA-256 of the cookie's value. */
  cookie_hash: string;
  challenge: string;
  state: 'choosing' | 'waiting' | 'enrolling' | 'approved' | 'finished' | 'refused';
  revision: number;
  /** Why it was refused: an error code. */
  refusal: string | null;
  /** Exactly as the site sent them. */
  username: string;
  redirect_uri: string;
  site_state: string;
  nonce: string | null;
  duo_code: number;
  /** SHA-256 of client id, state and request JWT: one request, one transaction. */
  request_hash: string;
  address: string;
  user_agent: string;
  /** How it was approved, for the token's claims: method and device. */
  factor: string | null;
  device_id: DeviceId | null;
  /** What the browser or authenticator was called at that moment. */
  device_name: string | null;
  approved_at: number | null;
  /** When something was set up in this very sign-in, at its own prompt. */
  set_up_at: Generated<number | null>;
  /** The names of the person's groups when it was approved, one a line; null where there were none. */
  group_names: Generated<string | null>;
  created_at: number;
  expires_at: number;
}

/** This device has proven, with the transaction's own cookie, that the prompt is open in it. */
export interface PresenceRow {
  transaction_id: TransactionId;
  device_id: DeviceId;
  recorded_at: number;
}

export interface PushRow {
  id: PushId;
  transaction_id: TransactionId;
  user_id: UserId;
  application_id: ApplicationId;
  state: PushState;
  kind: 'here' | 'elsewhere';
  nonce: string;
  digits: number;
  /** 0: the asker has no way to show a number. */
  can_show_number: number;
  reason: DenyReason | null;
  /** 1: an approval without presence was refused by policy. */
  elsewhere_refused: number;
  decided_by: DeviceId | null;
  decided_at: number | null;
  /** "Not you?": when another of the person's devices disowned the approval. */
  disowned_at: number | null;
  /** The one browser that was asked; null: all of the person's. */
  target_id: Generated<DeviceId | null>;
  created_at: number;
  expires_at: number;
}

/** Requests from elsewhere are muted for this user and application after a fraud report. */
export interface MuteRow {
  user_id: UserId;
  application_id: ApplicationId;
  until: number;
}

export interface CodeRow {
  /** SHA-256 of the authorization code. */
  hash: string;
  transaction_id: TransactionId;
  state: 'issued' | 'exchanged' | 'voided';
  created_at: number;
  expires_at: number;
}

/** `jti`s of client assertions and hashes of request JWTs already used. */
export interface AssertionRow {
  application_id: ApplicationId;
  jti: string;
  expires_at: number;
}

export interface AuditRow {
  id: Generated<number>;
  at: number;
  /** A stable name, such as `push.approved`. */
  event: string;
  /** 1: belongs to `operator alerts`. */
  alert: number;
  /** Why, as a stable word; null where there is nothing to explain. */
  reason: string | null;
  user_id: string | null;
  application_id: string | null;
  device_id: string | null;
  transaction_id: string | null;
  /** JSON of further ids and facts, never a secret; a decision's JWS is kept here. */
  detail: string | null;
}

export type Row<Table extends keyof Schema> = Selectable<Schema[Table]>;
