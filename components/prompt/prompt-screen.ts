import { OWN_APPLICATION } from '../../lib/protocol/ids.ts';
import type { Method, MethodView, PromptPush, PromptState } from '../../lib/protocol/prompt.ts';
import type { TrustQuestion } from '../../lib/protocol/trust.ts';
import type { AuthenticatorKind } from '../../lib/protocol/webauthn.ts';
import type { CeremonyStage } from '../ceremony/ceremony.tsx';

/** What the prompt shows: exactly one of these. `over`: why the last push came to nothing. */
export type PromptScreen =
  | { name: 'starting' }
  | { name: 'choosing'; method: 'push' | null }
  | { name: 'here' }
  | { name: 'elsewhere' }
  | { name: 'only-here' }
  | { name: 'ended'; over: Ending }
  | { name: 'key'; ceremony: PromptCeremony }
  | { name: 'passcode'; entry: PromptPasscode; method: MethodView }
  | { name: 'set-up' }
  | { name: 'pairing' }
  | { name: 'question'; question: TrustQuestion; storing: boolean }
  | { name: 'snag'; snag: Snag }
  | { name: 'done' }
  | { name: 'dead'; code: string };

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

/** What keeps an approved sign-in on this page: a question, or what went wrong on the way; neither for good. */
export type PromptParting = { name: 'question'; storing: boolean } | { name: 'snag'; snag: Snag };

/** The answer was not stored; the devices could not be shown, or not to somebody who signed in this way. */
export type Snag = 'trust' | 'portal' | 'refused';

export interface PromptContext {
  /** What the person confirms with, or is set up with; null while nothing is chosen. */
  method: Method | null;
  ceremony: PromptCeremony | null;
  passcode: PromptPasscode | null;
  parting: PromptParting | null;
  /** This page is about to send a push, or has just sent it. */
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

function partingScreen({ trust }: PromptState, { parting }: PromptContext): PromptScreen {
  if (parting?.name === 'snag') return parting;
  if (parting === null || trust === null) return { name: 'done' };
  return { name: 'question', question: trust, storing: parting.storing };
}

function openScreen(state: PromptState, context: PromptContext): PromptScreen {
  const { ceremony, passcode, method } = context;
  if (ceremony?.stage.name === 'done' || passcode?.stage === 'done') return { name: 'done' };
  if (ceremony !== null) return { name: 'key', ceremony };
  const codes = state.methods.find((one) => one.method === 'passcode');
  if (passcode !== null && codes !== undefined) return { name: 'passcode', entry: passcode, method: codes };
  if (state.state === 'enrolling') return { name: method === 'push' ? 'pairing' : 'set-up' };
  return pushScreen(state.parts.push?.latest ?? null, context);
}

/** "Prove it is you again": the service itself is what is signed in to. */
export const isStepUp = ({ application }: PromptState): boolean => application.id === OWN_APPLICATION;

/** Whether this browser can do it at all; what it has not told yet is taken to be so. */
export const usableHere = (method: Method, platform: boolean | null): boolean =>
  method !== 'platform' || platform !== false;

function pushScreen(push: PromptPush | null, { starting, now, method }: PromptContext): PromptScreen {
  if (push?.state === 'approved') return { name: 'done' };
  if (push?.state === 'pending' && push.expiresAt > now) return { name: pendingScreen(push) };
  if (starting) return { name: 'starting' };
  if (push === null) return { name: 'choosing', method: method === 'push' ? 'push' : null };
  return { name: 'ended', over: endOf(push) };
}

function endOf({ state, reason }: PromptPush): Ending {
  if (state === 'pending' || state === 'approved') return 'expired';
  return state === 'denied' && reason === 'fraud' ? 'fraud' : state;
}

/** Without a number a push from elsewhere can only be approved where the sign-in was started: policy says so. */
function pendingScreen(push: PromptPush): 'here' | 'elsewhere' | 'only-here' {
  if (push.kind === 'here') return 'here';
  return push.elsewhereRefused || push.number === null ? 'only-here' : 'elsewhere';
}
