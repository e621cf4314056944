import * as v from 'valibot';
import { DeviceId, PushId, TransactionId } from './ids.ts';
import { ServiceKeys } from './keys.ts';
import { DeviceName } from './names.ts';
import { TrustedSignIn } from './trust.ts';
import { AssertionResponse } from './webauthn.ts';

/** A push lives this long, and for this long after a decision it can be disowned ("Not you?"), in milliseconds. */
export const PUSH_LIFE = 60_000;
export const NOT_ME_WINDOW = 300_000;

export const PushState = v.picklist(['pending', 'approved', 'denied', 'failed', 'expired', 'withdrawn']);
export type PushState = v.InferOutput<typeof PushState>;

/** Why a person denied: they did not start it, or changed their mind. */
export const DenyReason = v.picklist(['fraud', 'mistake']);
export type DenyReason = v.InferOutput<typeof DenyReason>;

/** One request as one device sees it. */
export const PushView = v.object({
  id: PushId,
  /** Bound into the decision; the service's randomness, once per push. */
  nonce: v.string(),
  state: PushState,
  application: v.string(),
  username: v.string(),
  /** The address that asks, its place if the operator knows it, and its browser. */
  address: v.string(),
  place: v.nullable(v.string()),
  browser: v.string(),
  createdAt: v.number(),
  expiresAt: v.number(),
  /** The transaction whose prompt this device has proven to be open in it; null when started elsewhere. */
  present: v.nullable(TransactionId),
  /** What this device must give to approve; `refuse`: it may only say "Not me". */
  answer: v.picklist(['click', 'number', 'refuse']),
  /** Policy `user_verification`: approving also takes this computer's authenticator, in the ceremony tab. */
  verify: v.boolean(),
  /** How many digits the number has. */
  digits: v.number(),
  decidedAt: v.nullable(v.number()),
  /** Who decided; `self` is this device. */
  decidedBy: v.nullable(v.object({ name: v.string(), self: v.boolean() })),
  /** Until when this device may say that an approval by another was not the person; null otherwise. */
  notMeUntil: v.nullable(v.number()),
});
export type PushView = v.InferOutput<typeof PushView>;

/** Something the person should know, shown in the popup until dismissed. */
export const Notice = v.object({
  id: v.string(),
  at: v.number(),
  kind: v.picklist([
    'device_added',
    'device_removed',
    'device_suspended',
    'credential_added',
    'credential_removed',
    'credential_clone_suspected',
    'activation_contested',
    'invitation_contested',
    'pairing_mismatch',
    'fraud_reported',
    'locked_out',
  ]),
  /** The device or application it is about; empty where there is none. */
  about: v.string(),
});
export type Notice = v.InferOutput<typeof Notice>;

export const INBOX_TYP = 'countersign-inbox+jwt';

/** Everything a device should show now: a compact JWS by the service's current or next key. */
export const Inbox = v.object({
  iss: v.string(),
  aud: DeviceId,
  /** Milliseconds since the Unix epoch at the service. */
  at: v.number(),
  username: v.string(),
  displayName: v.string(),
  deviceName: v.string(),
  /** Those of the last six minutes, whatever became of them; oldest first. */
  requests: v.array(PushView),
  notices: v.array(Notice),
  /** The keys to pin from now on. */
  keys: ServiceKeys,
});
export type Inbox = v.InferOutput<typeof Inbox>;

export const InboxReply = v.object({ inbox: v.string() });

export const DECISION_TYP = 'countersign-decision+jwt';

/** A decision: a compact JWS by the device's signing key, kept in the audit log. */
export const DecisionClaims = v.strictObject({
  push: PushId,
  nonce: v.string(),
  decision: v.picklist(['approve', 'deny']),
  /** The verification number; absent when presence stands in for it. */
  number: v.optional(v.pipe(v.string(), v.regex(/^\d{3,6}$/))),
  reason: v.optional(DenyReason),
  /** Seconds since the Unix epoch. */
  iat: v.pipe(v.number(), v.integer()),
});
export type DecisionClaims = v.InferOutput<typeof DecisionClaims>;

export const DecisionPost = v.strictObject({
  decision: v.pipe(v.string(), v.maxLength(2_048)),
  /** Where the request asks to `verify`: the answer to the challenge of `deviceVerification`. */
  assertion: v.optional(AssertionResponse),
});
export const DecisionReply = v.object({ state: PushState });

/** `voided`: the site had not used the code yet; `session_open`: it had, and only the site can end that session. */
export const NotMeReply = v.object({ outcome: v.picklist(['voided', 'session_open']) });

/** Sent with the transaction's own cookie; see `prompt.ts`. */
export const PresencePost = v.strictObject({
  transaction: TransactionId,
  challenge: v.pipe(v.string(), v.maxLength(64)),
});

/** `trusted`: the sign-in passed without asking, since this browser is trusted; it is approved already. */
export const PresenceReply = v.object({ trusted: v.optional(v.nullable(TrustedSignIn), null) });

export const RenamePost = v.strictObject({ name: DeviceName });
