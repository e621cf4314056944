import * as v from 'valibot';
import { type ErrorCode, isErrorCode } from '../protocol/errors.ts';
import { CredentialId, DeviceId, TransactionId } from '../protocol/ids.ts';
import { MethodSettings } from '../protocol/methods.ts';
import {
  AssertionResponse,
  AuthenticatorKind,
  CeremonyOptions,
  CredentialRename,
  CredentialsReply,
  RegistrationResponse,
} from '../protocol/webauthn.ts';
import { nothing, result } from './result.ts';

/** What a person wants to change about how they sign in. */
export const ChangeAim = v.variant('what', [
  v.object({ what: v.literal('add'), kind: AuthenticatorKind }),
  v.object({ what: v.literal('remove'), credential: CredentialId }),
  v.object({ what: v.literal('print') }),
  v.object({ what: v.literal('methods'), version: v.number(), settings: MethodSettings }),
  v.object({ what: v.literal('removeBrowser'), browser: DeviceId }),
  v.object({ what: v.literal('addBrowser'), replaces: v.nullable(DeviceId) }),
]);

/** A change under way, one at a time; it goes on in a tab. */
export const ChangeView = v.object({
  device: DeviceId,
  aim: ChangeAim,
  /** `proving` and `ceremony`: the person is wanted in the tab. `ready`: the printed codes, or the link, may be asked for. */
  step: v.picklist(['working', 'proving', 'ceremony', 'ready', 'done', 'failed']),
  /** Why it failed, or why the last try in the tab did. */
  error: v.nullable(v.custom<ErrorCode>(isErrorCode)),
});
export type ChangeView = v.InferOutput<typeof ChangeView>;

/** What the ceremony tab is to do. */
export const CeremonyTask = v.object({
  use: v.picklist(['register', 'authenticate']),
  kind: AuthenticatorKind,
  options: CeremonyOptions,
  /** Host name of the service. */
  host: v.string(),
  /** Whether the service's own page can do it as well. */
  ownPage: v.boolean(),
});
export type CeremonyTask = v.InferOutput<typeof CeremonyTask>;

const aboutCredential = { device: DeviceId, credential: CredentialId };
const ceremony = { id: v.pipe(v.string(), v.maxLength(64)) };

/** About changes of how somebody signs in, and about the tab in which an authenticator is used. */
export const changeRows = {
  /** Fetched from the service now. */
  'credentials.list': {
    from: 'page',
    request: v.object({ device: DeviceId }),
    reply: result(CredentialsReply),
  },
  'credential.add': {
    from: 'page',
    request: v.object({ device: DeviceId, kind: AuthenticatorKind }),
    reply: result(nothing),
  },
  'credential.rename': {
    from: 'page',
    request: v.object({ ...aboutCredential, ...CredentialRename.entries }),
    reply: result(nothing),
  },
  'credential.remove': { from: 'page', request: v.object(aboutCredential), reply: result(nothing) },
  'change.get': {
    from: 'page',
    request: nothing,
    reply: result(v.object({ change: v.nullable(ChangeView) })),
  },
  /** Brings its tab to the front. */
  'change.show': { from: 'page', request: nothing, reply: result(nothing) },
  /** Puts it away, whatever became of it. */
  'change.dismiss': { from: 'page', request: nothing, reply: result(nothing) },

  /** Told once; a page that was loaded again begins again. */
  'ceremony.take': { from: 'ceremony', request: v.object(ceremony), reply: result(CeremonyTask) },
  'ceremony.again': { from: 'ceremony', request: v.object(ceremony), reply: result(CeremonyTask) },
  /** The authenticator's answer. Harmless when repeated. */
  'ceremony.finish': {
    from: 'ceremony',
    request: v.object({
      ...ceremony,
      answer: v.variant('use', [
        v.object({ use: v.literal('register'), response: RegistrationResponse }),
        v.object({ use: v.literal('authenticate'), response: AssertionResponse }),
      ]),
    }),
    reply: result(nothing),
  },
  /** The browser came back without an answer. */
  'ceremony.failed': {
    from: 'ceremony',
    request: v.object({ ...ceremony, error: v.custom<ErrorCode>(isErrorCode) }),
    reply: result(nothing),
  },
  /** Goes on, in the same tab, on the service's own page. */
  'ceremony.ownPage': { from: 'ceremony', request: v.object(ceremony), reply: result(nothing) },

  /** The page on which a step-up ends is open in the sender's frame. */
  'stepUp.confirmed': {
    from: 'content',
    request: v.object({ transaction: TransactionId }),
    reply: result(nothing),
  },
} as const;
