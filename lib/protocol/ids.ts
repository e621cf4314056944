import * as v from 'valibot';

/** Object ids that sites see keep the vendor-compatible shape: two letters for the kind, 18 of A–Z0–9 (§2.1). */
const publicId = <const Kind extends string>(prefix: string, kind: Kind) =>
  v.pipe(v.string(), v.regex(new RegExp(`^${prefix}[A-Z0-9]{18}$`)), v.brand(kind));

/** Ids that only the two halves see: 16 random bytes in base64url. */
const opaqueId = <const Kind extends string>(kind: Kind) =>
  v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/), v.brand(kind));

export const UserId = publicId('DU', 'UserId');
export const ApplicationId = publicId('DI', 'ApplicationId');
export const DeviceId = publicId('DB', 'DeviceId');
export const CredentialId = publicId('WA', 'CredentialId');
export const TokenId = publicId('DH', 'TokenId');
export const BypassCodeId = publicId('BC', 'BypassCodeId');
export const TrustId = publicId('TB', 'TrustId');
/** Groups of people. */
export const GroupId = publicId('DG', 'GroupId');
export const TransactionId = opaqueId('TransactionId');
export const PushId = opaqueId('PushId');
export const PairingId = opaqueId('PairingId');
export const InvitationId = opaqueId('InvitationId');

export type UserId = v.InferOutput<typeof UserId>;
export type ApplicationId = v.InferOutput<typeof ApplicationId>;
export type DeviceId = v.InferOutput<typeof DeviceId>;
export type CredentialId = v.InferOutput<typeof CredentialId>;
export type TokenId = v.InferOutput<typeof TokenId>;
export type BypassCodeId = v.InferOutput<typeof BypassCodeId>;
export type TrustId = v.InferOutput<typeof TrustId>;
export type GroupId = v.InferOutput<typeof GroupId>;
export type TransactionId = v.InferOutput<typeof TransactionId>;
export type PushId = v.InferOutput<typeof PushId>;
export type PairingId = v.InferOutput<typeof PairingId>;
export type InvitationId = v.InferOutput<typeof InvitationId>;

/** The service itself as an application: what a step-up signs in to. No site can use it. */
export const OWN_APPLICATION = 'DICOUNTERSIGN0000000' as ApplicationId;
