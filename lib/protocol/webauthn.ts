import * as v from 'valibot';
import { CredentialId } from './ids.ts';
import { CredentialName } from './names.ts';

/** How long a challenge is good, in milliseconds (§6.8). */
export const CHALLENGE_LIFE = 300_000;

/**
 * What an authenticator is to a person: one that they carry (a roaming security key), or the one that is built into
 * this computer (the platform authenticator).
 */
export const AuthenticatorKind = v.picklist(['platform', 'security_key']);
export type AuthenticatorKind = v.InferOutput<typeof AuthenticatorKind>;

/** A registered credential as its owner sees it. Times in milliseconds since the Unix epoch. */
export const CredentialView = v.object({
  id: CredentialId,
  kind: AuthenticatorKind,
  name: v.string(),
  createdAt: v.number(),
  lastUsedAt: v.nullable(v.number()),
  /** Its counter once ran backwards: there may be a copy of it. */
  cloneSuspected: v.boolean(),
});
export type CredentialView = v.InferOutput<typeof CredentialView>;

/**
 * What `navigator.credentials` is asked with, in the JSON form of WebAuthn (§5.1.8, §5.1.9). The service makes it and
 * the browser reads it, so what lies between only carries it.
 */
export const CeremonyOptions = v.looseObject({ challenge: v.pipe(v.string(), v.maxLength(128)) });
export type CeremonyOptions = v.InferOutput<typeof CeremonyOptions>;
export const CeremonyReply = v.object({ options: CeremonyOptions });

const base64url = (longest: number) => v.pipe(v.string(), v.maxLength(longest), v.regex(/^[A-Za-z0-9_-]*$/));
/** At most 1,023 bytes (WebAuthn §4). */
const RawId = v.pipe(base64url(1_364), v.nonEmpty());

const anyResponse = {
  id: RawId,
  rawId: RawId,
  type: v.literal('public-key'),
  authenticatorAttachment: v.nullish(v.picklist(['platform', 'cross-platform'])),
  clientExtensionResults: v.looseObject({}),
};

/** What the browser answers to a registration: `RegistrationResponseJSON`, as far as it is read. */
export const RegistrationResponse = v.object({
  ...anyResponse,
  response: v.object({
    clientDataJSON: base64url(4_096),
    attestationObject: base64url(8_192),
    transports: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(32))), v.maxLength(8))),
  }),
});
export type RegistrationResponse = v.InferOutput<typeof RegistrationResponse>;

/** What the browser answers to an authentication: `AuthenticationResponseJSON`, as far as it is read. */
export const AssertionResponse = v.object({
  ...anyResponse,
  response: v.object({
    clientDataJSON: base64url(4_096),
    authenticatorData: base64url(2_048),
    signature: base64url(1_024),
    userHandle: v.nullish(base64url(128)),
  }),
});
export type AssertionResponse = v.InferOutput<typeof AssertionResponse>;

/** A registration's end, the same from a prompt, from the ceremony page and from a device. */
export const RegistrationPost = v.object({
  response: RegistrationResponse,
  /** Without one the service finds a name. */
  name: v.optional(CredentialName),
});

/** The service's own page for a registration that a device began: the ticket is in its address, in the fragment. */
export const CeremonyBegin = v.strictObject({ ticket: base64url(64) });
export const CeremonyBegun = v.object({
  options: CeremonyOptions,
  kind: AuthenticatorKind,
  username: v.string(),
});
export const CeremonyEnd = v.object({ ...CeremonyBegin.entries, ...RegistrationPost.entries });

export const CredentialReply = v.object({ credential: CredentialView });
export const CredentialsReply = v.object({ credentials: v.array(CredentialView) });
export const CredentialRename = v.strictObject({ name: CredentialName });
/** What a device registers with; the ticket opens the same ceremony on the service's own page. */
export const DeviceRegistrationReply = v.object({ options: CeremonyOptions, ticket: v.string() });
