import * as v from 'valibot';
import { TrustId } from './ids.ts';

/**
 * A trusted browser: for a while, no second step from it. Either the key of a paired browser stands for it, or, without
 * the extension, a cookie that only the service's own host is ever sent.
 */
export const TRUST_COOKIE = '__Host-trusted-browser';

/** Set by an explicit "no", until the browser is closed: nobody is asked twice. */
export const TRUST_DECLINED_COOKIE = '__Host-trust-declined';

/** What the prompt asks after a success: "Is this your device?" */
export const TrustQuestion = v.object({
  /** For how long, in hours. */
  hours: v.number(),
  /** For which application, by name; null: for all of them. */
  application: v.nullable(v.string()),
  /** What would stand for this browser. A cookie is forgotten with a private window, a key never works in one. */
  holder: v.picklist(['key', 'cookie']),
});
export type TrustQuestion = v.InferOutput<typeof TrustQuestion>;

/** How a sign-in passed without asking. */
export const TrustedSignIn = v.object({
  /** The application's name. */
  application: v.string(),
  /** Until when this browser is trusted, in milliseconds. */
  until: v.number(),
});
export type TrustedSignIn = v.InferOutput<typeof TrustedSignIn>;

/** A line of the list that the person sees. */
export const TrustedBrowser = v.object({
  id: TrustId,
  /** What the browser is called, e.g. "Chrome on Linux". */
  browser: v.string(),
  holder: v.picklist(['key', 'cookie']),
  /** It is the browser that asks. */
  here: v.boolean(),
  /** By name; null: all applications. */
  application: v.nullable(v.string()),
  since: v.number(),
  until: v.number(),
  /** The last sign-in that it let pass, or the one that made it; from this address, and its place if the operator knows it. */
  lastUsed: v.number(),
  address: v.string(),
  place: v.nullable(v.string()),
});
export type TrustedBrowser = v.InferOutput<typeof TrustedBrowser>;

export const TrustedBrowsersReply = v.object({ trusted: v.array(TrustedBrowser) });

/** Which to forget: one, all but the browser that asks, or all. Forgetting one that has ended is no fault. */
export const ForgetPost = v.variant('which', [
  v.strictObject({ which: v.literal('one'), id: TrustId }),
  v.strictObject({ which: v.literal('others') }),
  v.strictObject({ which: v.literal('all') }),
]);
export type ForgetPost = v.InferOutput<typeof ForgetPost>;
