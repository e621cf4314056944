import * as v from 'valibot';
import { TrustedBrowser } from './trust.ts';
import { AssertionResponse } from './webauthn.ts';

/** How long a look at the portal lasts, in milliseconds. */
export const PORTAL_LIFE = 600_000;
export const PORTAL_COOKIE = '__Host-portal';

/** What the portal shows, once somebody has proven who they are. */
export const PortalState = v.object({
  username: v.string(),
  displayName: v.string(),
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
