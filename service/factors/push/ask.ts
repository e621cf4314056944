import { sql } from 'kysely';
import { Refusal } from '../../../lib/protocol/errors.ts';
import type { ApplicationId, PushId, TransactionId, UserId } from '../../../lib/protocol/ids.ts';
import { PUSH_LIFE } from '../../../lib/protocol/push.ts';
import { change, statement } from '../../db/statement.ts';
import { opaqueId } from '../../ids.ts';
import type { Floor, Tx } from '../../room.ts';
import { hasDevice } from './has-device.ts';
import { elsewhereFrom, mutedUntil } from './limits.ts';
import type { Push, PushNeeds, Transaction } from './needs.ts';

interface NewPush {
  id: PushId;
  transaction: TransactionId;
  user: UserId;
  application: ApplicationId;
  kind: Push['kind'];
  nonce: string;
  digits: number;
  can_show_number: 0 | 1;
  now: number;
  end: number;
}

/**
 * Only to somebody whom it reaches, and one waiting request from elsewhere per person and application: the statement
 * itself refuses a second.
 */
const insert = change<NewPush>()(
  (_query, push) => sql`
  INSERT INTO pushes (id, transaction_id, user_id, application_id, state, kind, nonce, digits,
    can_show_number, elsewhere_refused, created_at, expires_at)
  SELECT ${push.id}, ${push.transaction}, ${push.user}, ${push.application}, 'pending', ${push.kind},
    ${push.nonce}, ${push.digits}, ${push.can_show_number}, 0, ${push.now}, ${push.end}
  WHERE EXISTS (SELECT 1 FROM devices WHERE user_id = ${push.user} AND status = 'active')
    AND (${push.kind} = 'here' OR NOT EXISTS (
      SELECT 1 FROM pushes WHERE user_id = ${push.user} AND application_id = ${push.application}
        AND kind = 'elsewhere' AND state = 'pending' AND expires_at > ${push.now}))`,
);

const withdrawn = statement<{ transaction: TransactionId; now: number }>()((query, { transaction, now }) =>
  query
    .updateTable('pushes')
    .set({ state: 'withdrawn', decided_at: now })
    .where('transaction_id', '=', transaction)
    .where('state', '=', 'pending')
    .returningAll(),
);

const expired = statement<{ now: number }>()((query, { now }) =>
  query
    .updateTable('pushes')
    .set({ state: 'expired' })
    .where('state', '=', 'pending')
    .where('expires_at', '<=', now)
    .returningAll(),
);

/** Beginning, cancelling and expiring a push. */
export function createAsk(
  { clock, random, audit }: Pick<Floor, 'clock' | 'random' | 'audit'>,
  needs: PushNeeds,
) {
  /** Sends a push for this transaction. `canShowNumber`: the asker has a screen for the number. */
  async function ask(
    tx: Tx,
    transaction: Transaction,
    { canShowNumber }: { canShowNumber: boolean },
  ): Promise<PushId> {
    const user = transaction.user_id;
    if (!user) throw new Refusal('push_no_device');
    const policy = await needs.policies.effective(tx.query, transaction.application_id);
    if (policy.browserApproval === 'off') throw new Refusal('push_off');
    const here = await needs.prompt.anyPresent(tx.query, transaction.id);
    if (!here) await requireElsewhere(tx, { transaction, user });
    const id = opaqueId(random) as PushId;
    const kind = here ? 'here' : 'elsewhere';
    const entry = { event: 'push.sent', reason: kind, detail: { push: id } };
    const moved = await needs.transactions.move(tx, { id: transaction.id, event: 'challenged', entry });
    if (!moved) throw new Refusal('transaction_state');
    const now = clock.now();
    const sent = await insert(tx.query, {
      id,
      transaction: transaction.id,
      user,
      application: transaction.application_id,
      kind,
      nonce: opaqueId(random),
      digits: policy.digits,
      can_show_number: canShowNumber ? 1 : 0,
      now,
      end: Math.min(now + PUSH_LIFE, transaction.expires_at),
    });
    if (!sent) throw new Refusal((await hasDevice(tx.query, user)) ? 'push_waiting' : 'push_no_device');
    tx.changed(`user:${user}`);
    return id;
  }

  /** Slots, back-off, mute and lock-out bind only requests that nobody has proven to be started here. */
  async function requireElsewhere(tx: Tx, { transaction, user }: { transaction: Transaction; user: UserId }) {
    const row = await needs.users.find(tx.query, user);
    if (row && needs.users.isLocked(row)) throw new Refusal('locked_out');
    const asked = { user, application: transaction.application_id };
    const now = clock.now();
    const muted = await mutedUntil(tx.query, asked, now);
    if (muted) throw new Refusal('push_muted', { facts: { retryAt: muted } });
    const from = await elsewhereFrom(tx.query, asked, now);
    if (from > now) throw new Refusal('push_backoff', { facts: { retryAt: from } });
  }

  /** The page's own Cancel. @throws `transaction_state` where nothing waits */
  async function cancel(tx: Tx, transaction: Transaction): Promise<void> {
    if (!(await withdraw(tx, transaction))) throw new Refusal('transaction_state');
  }

  /** The challenge is withdrawn on every device. False where nothing waits. */
  async function withdraw(tx: Tx, transaction: Transaction): Promise<boolean> {
    const [push] = await withdrawn(tx.query, { transaction: transaction.id, now: clock.now() });
    if (!push) return false;
    await close(tx, push);
    return true;
  }

  /** Ends every push whose time is over; run often, since the prompt learns of it by this. */
  async function expire(tx: Tx): Promise<void> {
    for (const push of await expired(tx.query, { now: clock.now() })) await close(tx, push);
  }

  async function close(tx: Tx, push: Push): Promise<void> {
    await needs.transactions.move(tx, { id: push.transaction_id, event: 'setBack' });
    await audit.record(tx, {
      event: `push.${push.state}`,
      user: push.user_id,
      application: push.application_id,
      transaction: push.transaction_id,
      detail: { push: push.id },
    });
    tx.changed(`user:${push.user_id}`);
  }

  return { ask, cancel, withdraw, expire };
}
