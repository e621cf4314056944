import * as v from 'valibot';
import { DeviceId } from '../protocol/ids.ts';
import { ForgetPost, TrustedBrowsersReply, TrustedSignIn } from '../protocol/trust.ts';
import { nothing, result } from './result.ts';

/** A sign-in that passed without asking, as the popup shows it for five minutes. */
export const TrustedView = v.object({ ...TrustedSignIn.entries, device: DeviceId, at: v.number() });
export type TrustedView = v.InferOutput<typeof TrustedView>;

/** What our own pages and the background say to each other about trusted browsers. */
export const trustRows = {
  /** Fetched from the service now. */
  'trust.list': {
    from: 'page',
    request: v.object({ device: DeviceId }),
    reply: result(TrustedBrowsersReply),
  },
  /** Answers with what is left. */
  'trust.forget': {
    from: 'page',
    request: v.object({ device: DeviceId, what: ForgetPost }),
    reply: result(TrustedBrowsersReply),
  },
  /** Opens a tab in which the person proves who they are, and then sees the portal. */
  'portal.open': { from: 'page', request: v.object({ device: DeviceId }), reply: result(nothing) },
} as const;
