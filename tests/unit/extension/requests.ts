import type { DeviceId, PushId, TransactionId } from '../../../lib/protocol/ids.ts';
import type { PushView } from '../../../lib/protocol/push.ts';

export const device = `DB${'A'.repeat(18)}` as DeviceId;
export const transaction = 't'.repeat(22) as TransactionId;

/** A waiting request of alex at the Campus Portal, started elsewhere. */
export const request = (changes: Partial<PushView> = {}): PushView => ({
  id: 'p'.repeat(22) as PushId,
  nonce: 'nonce',
  state: 'pending',
  application: 'Campus Portal',
  username: 'alex',
  address: '192.0.2.4',
  place: null,
  browser: 'Firefox on Linux',
  createdAt: 0,
  expiresAt: 60_000,
  present: null,
  answer: 'number',
  verify: false,
  digits: 6,
  decidedAt: null,
  decidedBy: null,
  notMeUntil: null,
  ...changes,
});
