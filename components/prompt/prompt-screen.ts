import { OWN_APPLICATION, type PushId } from '../../lib/protocol/ids.ts';
import type { Method, MethodView, PromptPush, PromptState } from '../../lib/protocol/prompt.ts';
import type { TrustQuestion } from '../../lib/protocol/trust.ts';
import type { AuthenticatorKind } from '../../lib/protocol/webauthn.ts';
import type { CeremonyStage } from '../ceremony/ceremony.tsx';

/** What the prompt shows: exactly one of these. `over`: why the last push came to nothing. */
export type PromptScreen =
  | { name: 'starting'; method: Method | null }
  | { name: 'choosing'; method: 'push' | null }
  | { name: 'here' }
  | { name: 'number' }
  | { name: 'only-here' }
  | { name: 'ended'; over: Ending }
  | { name: 'key'; ceremony: PromptCeremony }
  | { name: 'passcode'; entry: PromptPasscode; method: MethodView }
  | { name: 'why'; page: number }
  | { name: 'set-up' }
  | { name: 'pairing' }
  | { name: 'another'; added: SetUpMethod | null }
  | { name: 'question'; question: TrustQuestion; storing: boolean }
  | { name: 'snag'; snag: Snag }
  | { name: 'done' }
  | { name: 'dead'; code: string };

/** A push that waits. */
export type PendingScreen = 'here' | 'number' | 'only-here';

export type Ending = 'denied' | 'fraud' | 'failed' | 'expired' | 'withdrawn';

/** An authenticator in use. */
export interface PromptCeremony {
  kind: AuthenticatorKind;
  /** It is being set up; otherwise it signs in. */
  adds: boolean;
  /** It was set up on this page just now. */
  added: boolean;
  stage: CeremonyStage;
}

/** A code in the making. */
export interface PromptPasscode {
  stage: 'ready' | 'checking' | 'done';
  /** Why the last one was refused: an error code. */
  error: string | null;
  /** How many were refused: the same refusal twice is still news. */
  tries: number;
}

/** What can be set up at a prompt: codes are made in a paired browser. */
export type SetUpMethod = Exclude<Method, 'passcode'>;

export const setUpChoices = ({ setUp }: PromptState): SetUpMethod[] =>
  (setUp?.choices ?? []).filter((method) => method !== 'passcode');

/** What keeps an approved sign-in on this page: one more way to set up, a question, or what went wrong on the way; none for good. */
export type PromptParting =
  | { name: 'another' }
  | { name: 'question'; storing: boolean }
  | { name: 'snag'; snag: Snag };

/** The answer was not stored; the devices could not be shown, or not to somebody who signed in this way. */
export type Snag = 'trust' | 'portal' | 'refused';

export interface PromptContext {
  /** What the person confirms with, or is set up with; null while nothing is chosen. */
  method: Method | null;
  ceremony: PromptCeremony | null;
  passcode: PromptPasscode | null;
  parting: PromptParting | null;
  /** The page of reasons for a second step that is open; null once the person is past them. */
  why: number | null;
  /** What was set up beside the way that approved this sign-in. */
  added: SetUpMethod | null;
  /** Nothing has begun by itself yet: a paired browser may still say that it is there. */
  held: boolean;
  /** The push that had come to nothing when the prompt went on after a refusal, such as a lock-out: it is no news. */
  past: PushId | null;
  /** This page has just sent a push. */
  starting: boolean;
  /** The service's time in milliseconds. */
  now: number;
}

/** One screen for each state. */
export function promptScreen(state: PromptState, context: PromptContext): PromptScreen {
  switch (state.state) {
    case 'refused':
      return { name: 'dead', code: state.refusal ?? 'internal' };
    case 'expired':
      return { name: 'dead', code: 'transaction_expired' };
    case 'approved':
    case 'finished':
      return partingScreen(state, context);
    case 'enrolling':
    case 'choosing':
    case 'waiting':
      return openScreen(state, context);
  }
}

function partingScreen({ trust }: PromptState, context: PromptContext): PromptScreen {
  const { parting } = context;
  if (parting?.name === 'another') return anotherScreen(context);
  if (parting?.name === 'snag') return parting;
  if (parting === null || trust === null) return { name: 'done' };
  return { name: 'question', question: trust, storing: parting.storing };
}

function anotherScreen({ ceremony, method, added }: PromptContext): PromptScreen {
  if (ceremony !== null) return { name: 'key', ceremony };
  return method === 'push' ? { name: 'pairing' } : { name: 'another', added };
}

function openScreen(state: PromptState, context: PromptContext): PromptScreen {
  const { ceremony, passcode } = context;
  if (ceremony?.stage.name === 'done' || passcode?.stage === 'done') return { name: 'done' };
  if (ceremony !== null) return { name: 'key', ceremony };
  const codes = state.methods.find((one) => one.method === 'passcode');
  if (passcode !== null && codes !== undefined) return { name: 'passcode', entry: passcode, method: codes };
  return state.state === 'enrolling' ? setUpScreen(context) : pushScreen(state, context);
}

function setUpScreen({ method, why }: PromptContext): PromptScreen {
  if (method === 'push') return { name: 'pairing' };
  return why === null ? { name: 'set-up' } : { name: 'why', page: why };
}

/** "Prove it is you again": the service itself is what is signed in to. */
export const isStepUp = ({ application }: PromptState): boolean => application.id === OWN_APPLICATION;

/** Whether this browser can do it at all; what it has not told yet is taken to be so. */
export const usableHere = (method: Method, platform: boolean | null): boolean =>
  method !== 'platform' || platform !== false;

function pushScreen({ parts, opensWith }: PromptState, context: PromptContext): PromptScreen {
  const { starting, held, now, method, past } = context;
  const push = parts.push?.latest ?? null;
  if (push?.state === 'approved') return { name: 'done' };
  if (push?.state === 'pending' && push.expiresAt > now) return { name: pendingScreen(push) };
  const begins = held && (method === null || parts.push?.starts === true);
  if (starting || begins) return { name: 'starting', method: method ?? opensWith };
  if (push === null || push.id === past)
    return { name: 'choosing', method: method === 'push' ? 'push' : null };
  return { name: 'ended', over: endOf(push) };
}

function endOf({ state, reason }: PromptPush): Ending {
  if (state === 'pending' || state === 'approved') return 'expired';
  return state === 'denied' && reason === 'fraud' ? 'fraud' : state;
}

/** Without a number a push from elsewhere can only be approved where the sign-in was started: policy says so. */
function pendingScreen({ kind, number, elsewhereRefused }: PromptPush): PendingScreen {
  if (kind === 'elsewhere' && (elsewhereRefused || number === null)) return 'only-here';
  return number === null ? 'here' : 'number';
}
