import type { PromptPush, PromptState } from '../../lib/protocol/prompt.ts';

/** What the prompt shows: exactly one of these. `over`: why the last push came to nothing. */
export type PromptScreen =
  | { name: 'starting' }
  | { name: 'choosing' }
  | { name: 'here' }
  | { name: 'elsewhere' }
  | { name: 'only-here' }
  | { name: 'ended'; over: Ending }
  | { name: 'pairing' }
  | { name: 'done' }
  | { name: 'dead'; code: string };

export type Ending = 'denied' | 'fraud' | 'failed' | 'expired' | 'withdrawn';

export interface PromptContext {
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
    case 'enrolling':
      return { name: 'pairing' };
    case 'approved':
    case 'finished':
      return { name: 'done' };
    case 'choosing':
    case 'waiting':
      return pushScreen(state.parts.push?.latest ?? null, context);
  }
}

function pushScreen(push: PromptPush | null, { starting, now }: PromptContext): PromptScreen {
  if (push?.state === 'approved') return { name: 'done' };
  if (push?.state === 'pending' && push.expiresAt > now) return { name: pendingScreen(push) };
  if (starting) return { name: 'starting' };
  if (push === null) return { name: 'choosing' };
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
