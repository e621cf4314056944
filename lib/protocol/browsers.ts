import * as v from 'valibot';
import { DeviceId, TransactionId } from './ids.ts';
import { DeviceName } from './names.ts';

/** A paired browser as its owner sees it, among all of theirs. Times in milliseconds since the Unix epoch. */
export const OwnBrowser = v.object({
  device: DeviceId,
  name: v.string(),
  /** It is the browser that asks. */
  here: v.boolean(),
  createdAt: v.number(),
  /** It approved last. */
  usedLast: v.boolean(),
});
export type OwnBrowser = v.InferOutput<typeof OwnBrowser>;

export const BrowsersReply = v.object({ browsers: v.array(OwnBrowser) });
export const BrowserRename = v.strictObject({ name: DeviceName });
/** `stepUp`: the transaction that proves it (purpose `browser_remove`). */
export const BrowserRemoval = v.strictObject({ stepUp: TransactionId });

/** How long the link is good by which a person adds a browser of their own, in milliseconds. */
export const OWN_INVITATION_LIFE = 3_600_000;

/**
 * An invitation that a person makes for themselves (step-up purpose `browser_add`). `replaces`: the browser whose keys
 * end when the new one is confirmed; null: one more.
 */
export const BrowserInviting = v.strictObject({ stepUp: TransactionId, replaces: v.nullable(DeviceId) });
/** Shown once: only the link's hash is kept. */
export const BrowserInvited = v.object({ link: v.string(), expiresAt: v.number() });
export type BrowserInvited = v.InferOutput<typeof BrowserInvited>;
