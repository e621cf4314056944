import * as v from 'valibot';
import { ApplicationId, DeviceId, PairingId, PushId, TransactionId } from './ids.ts';
import { DenyReason, PushState } from './push.ts';
import { TrustQuestion } from './trust.ts';
import { AssertionResponse, AuthenticatorKind, RegistrationPost } from './webauthn.ts';

/** How long a question for news (`?after=<revision>` on the prompt's state) waits for a change, in milliseconds. */
export const LONG_POLL = 20_000;

/**
 * How long a person has from the site's redirect to the way back, in milliseconds; the transaction and its cookie
 * live as long.
 */
export const TRANSACTION_LIFE = 600_000;

/** The name of the cookie that holds one transaction; prompts side by side have one each. */
export const transactionCookie = (id: string): string => `__Host-tx-${id}`;

/** A pairing as the page that began it sees it. */
export const PairingView = v.object({
  id: PairingId,
  /** Grows with each change; see `SetupPost.after`. */
  revision: v.number(),
  state: v.picklist(['open', 'claimed', 'compared', 'done', 'refused', 'expired']),
  /** `https://host/activation#code`; only while nobody has claimed it, and only in the reply that made it. */
  link: v.nullable(v.string()),
  /** What the browser that asks calls itself, e.g. "Chrome on Linux". */
  browser: v.nullable(v.string()),
  /** Six digits, once both sides have shown their randomness (state `compared`). */
  digits: v.nullable(v.string()),
  /** Whether this page has confirmed, and whether the browser has. */
  pageConfirmed: v.boolean(),
  deviceConfirmed: v.boolean(),
  /** Whether a second browser tried to claim the same code. */
  contested: v.boolean(),
  expiresAt: v.number(),
});
export type PairingView = v.InferOutput<typeof PairingView>;

/** The push as the prompt sees it. */
export const PromptPush = v.object({
  id: PushId,
  state: PushState,
  /** `here`: proven to have been started in a paired browser. */
  kind: v.picklist(['here', 'elsewhere']),
  /** Names of the browsers that were asked. */
  devices: v.array(v.string()),
  /** The verification number, to be shown; null where a browser that was asked may approve by a click, or none may use one. */
  number: v.nullable(v.string()),
  /** Whether a browser that does not show this prompt could approve by a number, if it alone were asked. */
  numberElsewhere: v.boolean(),
  /** For state `denied`. */
  reason: v.nullable(DenyReason),
  /** Set once an answer without presence was refused by policy `elsewhere: refuse`. */
  elsewhereRefused: v.boolean(),
  createdAt: v.number(),
  expiresAt: v.number(),
});
export type PromptPush = v.InferOutput<typeof PromptPush>;

export const Method = v.picklist(['platform', 'security_key', 'push', 'passcode']);
export type Method = v.InferOutput<typeof Method>;

/** A method as "Other options" lists it. */
export const MethodView = v.object({
  method: Method,
  ready: v.boolean(),
  /** An error code that says why not; null when ready. */
  why: v.nullable(v.string()),
  /** By name. */
  devices: v.array(v.string()),
});
export type MethodView = v.InferOutput<typeof MethodView>;

/** What the prompt shows of push alone. */
export const PushPart = v.object({
  /** Whether the page may send the first push by itself (§5.2.4). */
  starts: v.boolean(),
  /** No push from elsewhere is accepted before this time; null when one may be sent now. */
  retryAt: v.nullable(v.number()),
  /** The latest of this sign-in. */
  latest: v.nullable(PromptPush),
  /** Every browser that can be asked, in the order in which they were paired. */
  browsers: v.array(v.object({ device: DeviceId, name: v.string() })),
  /** Which of them is asked unless another is chosen; null: all. */
  to: v.nullable(DeviceId),
});
export type PushPart = v.InferOutput<typeof PushPart>;

/** What single factors add to the prompt; null where a factor has nothing to show. */
export const FactorParts = v.object({ push: v.nullable(PushPart) });
export type FactorParts = v.InferOutput<typeof FactorParts>;

/** First set-up in this very sign-in (§5.11): the ways that policy lets the person set up, and how far it is. */
export const SetUp = v.object({
  /** `first`: nothing is set up yet. `practice`: a browser was paired here; confirming once by it can be skipped. `another`: approved; one more way can be added. */
  step: v.picklist(['first', 'practice', 'another']),
  /** The strongest first; for `another`, without what is ready already. */
  choices: v.array(Method),
});
export type SetUp = v.InferOutput<typeof SetUp>;

/** Everything the prompt page shows. `revision` grows with each change; see `promptState` and its `after`. */
export const PromptState = v.object({
  transaction: TransactionId,
  challenge: v.string(),
  revision: v.number(),
  state: v.picklist(['choosing', 'waiting', 'enrolling', 'approved', 'finished', 'refused', 'expired']),
  application: v.object({ id: ApplicationId, name: v.string() }),
  username: v.string(),
  /** The service's clock, so that countdowns do not depend on this computer's. */
  now: v.number(),
  expiresAt: v.number(),
  /** Why nothing more can be done here: an error code, for state `refused`. */
  refusal: v.nullable(v.string()),
  /** The strongest first. */
  methods: v.array(MethodView),
  /** What the prompt opens with; null when nothing is ready. */
  opensWith: v.nullable(MethodView.entries.method),
  /** Whether a paired browser has proven that this prompt is open in it. */
  present: v.boolean(),
  parts: FactorParts,
  pairing: v.nullable(PairingView),
  /** Null unless the person is being set up here. */
  setUp: v.nullable(SetUp),
  /** After a success, while it is not answered; null where policy or the person does not want to be asked. */
  trust: v.nullable(TrustQuestion),
  /** What this sign-in leads to: back to its site, or to the portal. */
  leadsTo: v.picklist(['site', 'portal']),
  /** Whether this sign-in was approved by what opens the portal; false until then. */
  portal: v.boolean(),
  /** The help desk's own words, shown on every dead end. */
  helpDesk: v.nullable(v.string()),
});
export type PromptState = v.InferOutput<typeof PromptState>;

/** Every POST of the prompt page carries the challenge that only the cookie's holder was shown. */
export const PromptPost = v.object({ challenge: v.pipe(v.string(), v.maxLength(64)) });
/** `device`: the one browser to ask; `all`: each of them; left out: as the person's settings say. */
export const PushPost = v.object({
  ...PromptPost.entries,
  device: v.optional(v.union([DeviceId, v.literal('all')])),
});
/** What the person goes over to. */
export const PromptSwitch = v.object({ ...PromptPost.entries, method: Method });
export const TrustAnswer = v.object({ ...PromptPost.entries, trust: v.boolean() });
export const PairingAnswer = v.object({ match: v.boolean() });
/** Which of the person's authenticators the browser shall ask for. */
export const AssertionBegin = v.object({ ...PromptPost.entries, method: AuthenticatorKind });
export const AssertionPost = v.object({ ...PromptPost.entries, response: AssertionResponse });
export const RegistrationBegin = v.object({ ...PromptPost.entries, kind: AuthenticatorKind });
export const PromptRegistration = v.object({ ...PromptPost.entries, ...RegistrationPost.entries });
export const PromptPairingAnswer = v.object({ ...PromptPost.entries, ...PairingAnswer.entries });
export const FinishReply = v.object({ location: v.string() });

/** The invitation page. */
export const InvitationPost = v.object({ invitation: v.pipe(v.string(), v.maxLength(128)) });
/** `secret` proves later calls of this page: it began this pairing. */
export const InvitationPairing = v.object({ username: v.string(), pairing: PairingView, secret: v.string() });
export type InvitationPairing = v.InferOutput<typeof InvitationPairing>;
export const SetupAnswer = v.object({
  secret: v.pipe(v.string(), v.maxLength(128)),
  ...PairingAnswer.entries,
});
/** With `after`, the reply waits until the revision is greater, at most `LONG_POLL` milliseconds. */
export const SetupPost = v.object({
  secret: v.pipe(v.string(), v.maxLength(128)),
  after: v.optional(v.number()),
});
