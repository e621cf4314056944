import type { DenyReason } from '../../../lib/protocol/push.ts';
import type { Floor, Tx } from '../../room.ts';
import { type Decided, evidence, type Verdict } from './decision.ts';
import { mute } from './limits.ts';
import type { PushNeeds, PushPolicy } from './needs.ts';

interface Ending {
  state: 'denied' | 'failed';
  reason?: DenyReason;
}

interface Recorded {
  event: string;
  reason?: string;
  alert?: boolean;
}

/** Answers that end a push without a sign-in, and what the audit log keeps of an answer that is no approval. */
export function createEnd({ clock, audit }: Pick<Floor, 'clock' | 'audit'>, needs: PushNeeds) {
  async function deny(tx: Tx, decided: Decided): Promise<Verdict> {
    const { push, decision } = decided;
    const reason = decision.claims.reason ?? 'mistake';
    if (!(await end(tx, decided, { state: 'denied', reason }))) return { refusal: 'push_decided' };
    const fraud = reason === 'fraud';
    await record(tx, decided, { event: 'push.denied', reason, alert: fraud });
    if (fraud) {
      await mute(tx.query, { user: push.user_id, application: push.application_id }, clock.now());
      await needs.trust.fraudReported(tx, push.user_id);
    }
    return { state: 'denied' };
  }

  /** A wrong number ends the push: there is no second guess at the same number (§5.4). */
  async function wrongNumber(tx: Tx, decided: Decided, { lockout }: PushPolicy): Promise<Verdict> {
    if (!(await end(tx, decided, { state: 'failed' }))) return { refusal: 'push_decided' };
    await needs.users.recordFailure(tx, decided.push.user_id, lockout);
    await record(tx, decided, { event: 'push.failed', reason: 'number_wrong' });
    return { refusal: 'number_wrong' };
  }

  async function end(tx: Tx, { push, decision }: Decided, { state, reason }: Ending): Promise<boolean> {
    const ended = await tx.query
      .updateTable('pushes')
      .set({ state, reason: reason ?? null, decided_by: decision.device.id, decided_at: clock.now() })
      .where('id', '=', push.id)
      .where('state', '=', 'pending')
      .where('expires_at', '>', clock.now())
      .returning('id')
      .executeTakeFirst();
    if (!ended) return false;
    await needs.transactions.move(tx, { id: push.transaction_id, event: 'setBack' });
    tx.changed(`user:${push.user_id}`);
    return true;
  }

  const record = (tx: Tx, decided: Decided, { event, reason, alert }: Recorded) =>
    audit.record(tx, {
      event,
      ...(reason && { reason }),
      ...(alert && { alert }),
      user: decided.push.user_id,
      application: decided.push.application_id,
      device: decided.decision.device.id,
      transaction: decided.push.transaction_id,
      detail: evidence(decided),
    });

  return { deny, wrongNumber, record };
}
