import * as v from 'valibot';
import { type ErrorCode, isErrorCode } from '../protocol/errors.ts';
import { DeviceId, PushId } from '../protocol/ids.ts';
import {
  DecisionClaims,
  DecisionReply,
  DenyReason,
  Notice,
  NotMeReply,
  PresencePost,
  PushView,
  RenamePost,
} from '../protocol/push.ts';
import { changeRows } from './changes.ts';
import { methodRows } from './methods.ts';
import { passcodeRows } from './passcodes.ts';
import { nothing, result } from './result.ts';
import { TrustedView, trustRows } from './trust.ts';
import { vaultRows } from './vault.ts';

export type { Result } from './result.ts';

/**
 * The one contract inside the extension: name → who may send it, what it carries, what comes back.
 * `page`: our own popup and options. `ceremony`: our own page in which an authenticator is used, in a tab.
 * `content`: the content script in the top frame of a paired service's page.
 * Every reply is a `Result`; a refusal crosses as its code, never as a thrown error.
 */
export type SenderClass = 'page' | 'ceremony' | 'content';

/** One paired account: one service, one person, one device id. */
export const AccountView = v.object({
  device: DeviceId,
  origin: v.string(),
  username: v.string(),
  displayName: v.string(),
  deviceName: v.string(),
  /** `active` | why it no longer works, as an error code. */
  status: v.picklist(['active', 'device_unknown', 'device_suspended']),
  /** Whether the last call reached the service. */
  online: v.boolean(),
});
export type AccountView = v.InferOutput<typeof AccountView>;

/** A request as the popup shows it: the service's view, and whose it is. */
export const RequestView = v.object({ ...PushView.entries, device: DeviceId, origin: v.string() });
export type RequestView = v.InferOutput<typeof RequestView>;

export const NoticeView = v.object({ ...Notice.entries, device: DeviceId });
export type NoticeView = v.InferOutput<typeof NoticeView>;

/** A pairing under way; the popup may close and open again while it lasts. */
export const PairingProgress = v.object({
  origin: v.string(),
  step: v.picklist(['permission', 'claiming', 'compare', 'waiting', 'done', 'failed']),
  username: v.nullable(v.string()),
  digits: v.nullable(v.string()),
  /** For step `failed`. */
  error: v.nullable(v.custom<ErrorCode>(isErrorCode)),
});
export type PairingProgress = v.InferOutput<typeof PairingProgress>;

/** Everything the popup and the options page show. */
export const Overview = v.object({
  accounts: v.array(AccountView),
  requests: v.array(RequestView),
  notices: v.array(NoticeView),
  /** What passed without asking in the last five minutes, the newest first. */
  trusted: v.array(TrustedView),
  pairing: v.nullable(PairingProgress),
  /** The request whose "Not me" was pressed on its notification: the popup opens on the question why. */
  asking: v.nullable(v.object({ device: DeviceId, push: PushId })),
  /** The service's clock minus this computer's, in milliseconds; countdowns add it. */
  skew: v.number(),
});
export type Overview = v.InferOutput<typeof Overview>;

const aboutPush = { device: DeviceId, push: PushId };

export const contract = {
  /** The copy at hand, at once. A page asks for `inbox.refresh` next and then reads again. */
  'overview.get': { from: 'page', request: nothing, reply: result(Overview) },
  /** Fetches every account's inbox now; answers when done. */
  'inbox.refresh': { from: 'page', request: nothing, reply: result(nothing) },

  /** `number` is left out exactly when the card needs none. */
  'push.approve': {
    from: 'page',
    request: v.object({ ...aboutPush, number: DecisionClaims.entries.number }),
    reply: result(DecisionReply),
  },
  'push.deny': {
    from: 'page',
    request: v.object({ ...aboutPush, reason: DenyReason }),
    reply: result(DecisionReply),
  },
  'push.notMe': {
    from: 'page',
    request: v.object(aboutPush),
    reply: result(NotMeReply),
  },

  /** Remembers the link, so that the pairing goes on when the permission dialog closes the popup. */
  'pairing.offer': {
    from: 'page',
    request: v.object({ link: v.pipe(v.string(), v.maxLength(512)) }),
    reply: result(v.object({ origin: v.string() })),
  },
  /** Goes on once the permission stands; harmless when the permission's own event was faster. */
  'pairing.start': { from: 'page', request: nothing, reply: result(nothing) },
  'pairing.answer': { from: 'page', request: v.object({ match: v.boolean() }), reply: result(nothing) },
  'pairing.cancel': { from: 'page', request: nothing, reply: result(nothing) },

  'account.rename': {
    from: 'page',
    request: v.object({ device: DeviceId, ...RenamePost.entries }),
    reply: result(nothing),
  },
  'account.unpair': { from: 'page', request: v.object({ device: DeviceId }), reply: result(nothing) },
  /** Forgets an account here without the service, for one that is suspended or unknown there. */
  'account.forget': { from: 'page', request: v.object({ device: DeviceId }), reply: result(nothing) },
  'notice.dismiss': {
    from: 'page',
    request: v.object({ device: DeviceId, id: v.string() }),
    reply: result(nothing),
  },

  ...changeRows,
  ...vaultRows,
  ...passcodeRows,
  ...trustRows,
  ...methodRows,

  /** A prompt is open in the sender's frame. Says nothing about who is looking at it. */
  'prompt.seen': {
    from: 'content',
    request: v.object(PresencePost.entries),
    reply: result(nothing),
  },
} as const satisfies Record<string, { from: SenderClass; request: v.GenericSchema; reply: v.GenericSchema }>;

export type MessageName = keyof typeof contract;
export type Request<Name extends MessageName> = v.InferOutput<(typeof contract)[Name]['request']>;
export type Reply<Name extends MessageName> = v.InferOutput<(typeof contract)[Name]['reply']>;
