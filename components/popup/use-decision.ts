import { useState } from 'preact/hooks';
import type { Reply, RequestView } from '../../lib/messages/contract.ts';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import type { DenyReason } from '../../lib/protocol/push.ts';
import { problem } from '../everyday-problem.ts';
import { requestText } from '../sentences.ts';
import type { PopupActions } from './popup-actions.ts';

/** After these the same request can still be answered; every other refusal is its end. */
const passing: readonly ErrorCode[] = [
  'unreachable',
  'too_many',
  'internal',
  'number_needed',
  'prompt_gone',
  'presence_refused',
  'elsewhere_refused',
  'proof_expired',
  'permission_missing',
  'authenticator_none',
  'verification_needed',
];

export interface Decision {
  phase: 'open' | 'reason' | 'sending' | 'ended';
  /** What the service said became of it; null while nothing was answered here. */
  result: keyof typeof requestText.results | null;
  /** Why the last answer was refused. */
  error: ErrorCode | null;
  askWhy(): void;
  back(): void;
  approve(number?: string): void;
  deny(reason: DenyReason): void;
}

/** One request's way from question to result. Nothing counts as approved before the service says so. */
export function useDecision(options: {
  request: RequestView;
  /** It begins with the question why. */
  asking: boolean;
  actions: Pick<PopupActions, 'approve' | 'deny'>;
  speak: (words: string) => void;
}): Decision {
  const { request, asking, actions, speak } = options;
  const [phase, enter] = useState<Decision['phase']>(asking ? 'reason' : 'open');
  const [result, settle] = useState<Decision['result']>(null);
  const [error, fail] = useState<ErrorCode | null>(null);

  async function decide(
    work: Promise<Reply<'push.approve' | 'push.deny'>>,
    reported: boolean,
  ): Promise<void> {
    enter('sending');
    fail(null);
    const reply = await work;
    if (!reply.ok) {
      fail(reply.error);
      enter(passing.includes(reply.error) ? 'open' : 'ended');
      return speak(problem(reply.error));
    }
    const state = reported && reply.value.state === 'denied' ? 'fraud' : reply.value.state;
    settle(state);
    enter('ended');
    speak(requestText.results[state]);
  }

  return {
    phase,
    result,
    error,
    askWhy: () => enter('reason'),
    back: () => enter('open'),
    approve: (number) => void decide(actions.approve(request, number), false),
    deny: (reason) => void decide(actions.deny(request, reason), reason === 'fraud'),
  };
}
