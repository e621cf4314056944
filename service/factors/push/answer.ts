import type { PushView } from '../../../lib/protocol/push.ts';
import type { PushPolicy } from './needs.ts';

export interface AnswerFacts {
  /** Presence of this transaction is recorded for this device. */
  present: boolean;
  /** The asker has a screen that shows the number. */
  canShowNumber: boolean;
}

/** What a device must give to approve: its card, the prompt and the deciding statement all follow this one rule. */
export function requiredAnswer(policy: PushPolicy, facts: AnswerFacts): PushView['answer'] {
  if (policy.browserApproval === 'off') return 'refuse';
  if (facts.present && policy.verifiedPush === 'elsewhere') return 'click';
  if (!facts.present && policy.elsewhere === 'refuse') return 'refuse';
  if (facts.canShowNumber) return 'number';
  return policy.askerWithoutNumber;
}
