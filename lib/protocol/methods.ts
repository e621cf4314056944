import * as v from 'valibot';
import { ApplicationId, DeviceId, TransactionId } from './ids.ts';
import { Method } from './prompt.ts';

/**
 * How strong each method is, for a first choice and for "weaker than before": what checks who is there before what is
 * only touched, before what can be approved by mistake, before what can be read out to somebody (§5.2.2).
 */
export const STRENGTH = { platform: 4, security_key: 3, push: 2, passcode: 1 } as const satisfies Record<
  Method,
  number
>;

/** What each factor says of one of its methods for one person. */
export const Readiness = v.object({
  method: Method,
  /** The person has something of it that lasts. */
  enrolled: v.boolean(),
  ready: v.boolean(),
  /** An error code that says why not; null when ready. */
  why: v.nullable(v.string()),
  strength: v.number(),
  /** By name. */
  devices: v.array(v.string()),
});
export type Readiness = v.InferOutput<typeof Readiness>;

/** What a prompt opens with. `last`: what this person last succeeded with, in this browser rather than elsewhere. */
export const OpensWith = v.variant('method', [
  v.strictObject({ method: v.literal('last') }),
  /** `device` null: as `pushTo` says. */
  v.strictObject({ method: v.literal('push'), device: v.nullable(DeviceId) }),
  v.strictObject({ method: v.picklist(['platform', 'security_key', 'passcode']) }),
]);
export type OpensWith = v.InferOutput<typeof OpensWith>;

/** Which of the person's browsers a request goes to, unless one was chosen: all, the one that approved last, or this. */
export const PushTo = v.union([v.picklist(['all', 'last']), DeviceId]);
export type PushTo = v.InferOutput<typeof PushTo>;

/** What differs for one application; null follows the account. */
export const ApplicationMethods = v.strictObject({
  application: ApplicationId,
  opensWith: v.nullable(OpensWith),
  autoPush: v.nullable(v.boolean()),
});
export type ApplicationMethods = v.InferOutput<typeof ApplicationMethods>;

/** How a person wants to be asked. */
export const MethodSettings = v.strictObject({
  opensWith: OpensWith,
  /** Whether a prompt that opens with push sends it by itself, as far as policy and §5.2.4 allow. */
  autoPush: v.boolean(),
  pushTo: PushTo,
  applications: v.pipe(
    v.array(ApplicationMethods),
    v.maxLength(100),
    v.check((list) => new Set(list.map(({ application }) => application)).size === list.length),
  ),
});
export type MethodSettings = v.InferOutput<typeof MethodSettings>;

export const defaultMethodSettings: MethodSettings = {
  opensWith: { method: 'last' },
  autoPush: true,
  pushTo: 'all',
  applications: [],
};

/** A paired browser, for choosing. */
export const BrowserChoice = v.object({ device: DeviceId, name: v.string(), here: v.boolean() });
export type BrowserChoice = v.InferOutput<typeof BrowserChoice>;

/** Everything that "Sign-in methods" shows for one account. */
export const MethodsView = v.object({
  /** Of the settings; 0 while nobody has changed them. Also the reply's `ETag`, in quotes. */
  version: v.number(),
  settings: MethodSettings,
  /** The strongest first; also those that are not set up. */
  methods: v.array(Readiness),
  browsers: v.array(BrowserChoice),
  /** Those that can have settings of their own. */
  applications: v.array(v.object({ id: ApplicationId, name: v.string() })),
  /** Whether policy lets any push start by itself. */
  autoPush: v.boolean(),
});
export type MethodsView = v.InferOutput<typeof MethodsView>;

/**
 * A versioned write: `If-Match` carries the version that was seen, in quotes (RFC 9110 §13.1.1). `stepUp`: the
 * transaction that proves it (purpose `methods_change`), where it weakens security; null otherwise.
 */
export const MethodsPut = v.strictObject({
  settings: MethodSettings,
  stepUp: v.nullable(TransactionId),
});
