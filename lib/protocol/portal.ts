import * as v from 'valibot';
import { CredentialId, DeviceId } from './ids.ts';
import { CredentialName } from './names.ts';
import { TrustedBrowser } from './trust.ts';
import { AssertionResponse } from './webauthn.ts';

/** How long a look at the portal lasts, in milliseconds. */
export const PORTAL_LIFE = 600_000;
export const PORTAL_COOKIE = '__Host-portal';

/** A browser or an authenticator as the portal lists it. */
export const PortalDevice = v.object({
  id: v.union([DeviceId, CredentialId]),
  kind: v.picklist(['browser', 'platform', 'security_key']),
  name: v.string(),
  /** It is the browser that asks. */
  here: v.boolean(),
  createdAt: v.number(),
  /** Its counter once ran backwards: there may be a copy of it. */
  cloneSuspected: v.boolean(),
});
export type PortalDevice = v.InferOutput<typeof PortalDevice>;

/** What the portal shows, once somebody has proven who they are. */
export const PortalState = v.object({
  username: v.string(),
  displayName: v.string(),
  devices: v.array(PortalDevice),
  /** Until when a device may be removed or added without proving again who is there, in milliseconds. */
  provenUntil: v.number(),
  trusted: v.array(TrustedBrowser),
  /** The service's clock, and when the portal closes by itself, in milliseconds. */
  now: v.number(),
  expiresAt: v.number(),
  /** The sign-in that waits behind it: its application's name, and the way back; null when opened directly. */
  back: v.nullable(v.object({ application: v.string(), url: v.string() })),
});
export type PortalState = v.InferOutput<typeof PortalState>;

/** Direct entry: a security key or computer that checks who is there (user verification). */
export const PortalAssertionBegin = v.strictObject({ username: v.pipe(v.string(), v.maxLength(256)) });
export const PortalAssertion = v.strictObject({ response: AssertionResponse });

/** Where the address says it all. */
export const PortalPost = v.strictObject({});
export const PortalRename = v.strictObject({ name: CredentialName });
/** The browser that the new one replaces; null: one more. Answers with `BrowserInvited`. */
export const PortalInviting = v.strictObject({ replaces: v.nullable(DeviceId) });
