import * as v from 'valibot';
import type { PushTarget } from '../../components/prompt/push-target.ts';
import { FinishReply, type Method, PairingView, PromptState } from '../../lib/protocol/prompt.ts';
import { pathTo, type routes } from '../../lib/protocol/routes.ts';
import {
  type AssertionResponse,
  type AuthenticatorKind,
  type CeremonyOptions,
  CeremonyReply,
  CredentialReply,
  type RegistrationResponse,
} from '../../lib/protocol/webauthn.ts';
import { type Answer, ask } from './ask.ts';
import { behindRefusal } from './behind-refusal.ts';

/** The prompt's calls to the service, for one transaction. */
export interface PromptCalls {
  /** Without `after` at once, else when the revision is greater. */
  state(after?: number): Promise<Answer<PromptState>>;
  /** `to` null: as the person's settings say. Takes the place of a request that waits. */
  push(to: PushTarget | null): Promise<Answer<unknown>>;
  cancel(): Promise<Answer<unknown>>;
  /** To a method that needs no challenge: takes back whatever waits. */
  switchTo(method: Method): Promise<Answer<unknown>>;
  beginAssertion(method: AuthenticatorKind): Promise<Answer<CeremonyOptions>>;
  assertion(response: AssertionResponse): Promise<Answer<unknown>>;
  passcode(typed: string): Promise<Answer<unknown>>;
  beginRegistration(kind: AuthenticatorKind): Promise<Answer<CeremonyOptions>>;
  /** Answers what was registered, which the browser knows better than the one who asked. */
  registration(response: RegistrationResponse): Promise<Answer<{ kind: AuthenticatorKind }>>;
  beginPairing(): Promise<Answer<PairingView>>;
  answerPairing(match: boolean): Promise<Answer<unknown>>;
  /** Approves the sign-in by the browser that was paired right here. */
  skipPractice(): Promise<Answer<unknown>>;
  /** The answer to "Is this your device?". */
  trust(trust: boolean): Promise<Answer<unknown>>;
  /** From an approved sign-in to the portal. */
  portal(): Promise<Answer<Way>>;
  finish(): Promise<Answer<Way>>;
}

/** Where the page goes from here. */
type Way = v.InferOutput<typeof FinishReply>;

export function promptCalls(transaction: string, challenge: string): PromptCalls {
  const post = { challenge };
  /** What a POST changed comes with the next state, so its own reply need not be read. */
  const tell = (route: keyof typeof routes, words: object = {}): Promise<Answer<unknown>> =>
    ask({ url: pathTo(route, transaction), post: { ...post, ...words }, schema: v.unknown() });
  return {
    state: async (after) => {
      const url = pathTo('promptState', transaction);
      const reply = await ask({
        url: after === undefined ? url : `${url}?after=${after}`,
        schema: PromptState,
      });
      return reply.ok ? reply : { ok: false, error: behindRefusal(reply.error) };
    },
    push: (to) => tell('promptPush', to === null ? {} : { device: to }),
    cancel: () => tell('promptCancel'),
    switchTo: (method) => tell('promptSwitch', { method }),
    beginAssertion: (method) => question(pathTo('promptAssertionBegin', transaction), { ...post, method }),
    assertion: (response) => tell('promptAssertion', { response }),
    passcode: (passcode) => tell('promptPasscode', { passcode }),
    beginRegistration: (kind) => question(pathTo('promptRegistrationBegin', transaction), { ...post, kind }),
    registration: async (response) => {
      const url = pathTo('promptRegistration', transaction);
      const reply = await ask({ url, post: { ...post, response }, schema: CredentialReply });
      return reply.ok ? { ok: true, value: reply.value.credential } : reply;
    },
    beginPairing: () => ask({ url: pathTo('promptPairing', transaction), post, schema: PairingView }),
    answerPairing: (match) => tell('promptPairingAnswer', { match }),
    skipPractice: () => tell('promptSkipPractice'),
    trust: (trust) => tell('promptTrust', { trust }),
    portal: () => ask({ url: pathTo('promptPortal', transaction), post, schema: FinishReply }),
    finish: () => ask({ url: pathTo('promptFinish', transaction), post, schema: FinishReply }),
  };
}

async function question(url: string, post: object): Promise<Answer<CeremonyOptions>> {
  const reply = await ask({ url, post, schema: CeremonyReply });
  return reply.ok ? { ok: true, value: reply.value.options } : reply;
}
