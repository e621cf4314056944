import { type Kysely, sql } from 'kysely';
import { Refusal } from '../../../lib/protocol/errors.ts';
import type { PushId, UserId } from '../../../lib/protocol/ids.ts';
import { PUSH_LIFE } from '../../../lib/protocol/push.ts';
import type { Schema } from '../../db/schema.ts';
import { opaqueId } from '../../ids.ts';
import type { Floor, Tx } from '../../room.ts';
import { hasDevice } from './has-device.ts';
import { elsewhereFrom, mutedUntil } from './limits.ts';
import type { Push, PushNeeds, PushPolicy, Transaction } from './needs.ts';

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
    if (!user || !(await hasDevice(tx.query, user))) throw new Refusal('push_no_device');
    const policy = await needs.policies.effective(tx.query, transaction.application_id);
    if (policy.browserApproval === 'off') throw new Refusal('push_off');
    const here = await isPresent(tx.query, transaction);
    if (!here) await requireElsewhere(tx, { transaction, user });
    const moved = await needs.transactions.move(tx, { id: transaction.id, event: 'challenged' });
    if (!moved) throw new Refusal('transaction_state');
    const id = await insert(tx, { transaction, user, policy, here, canShowNumber });
    if (!id) throw new Refusal('push_waiting');
    await audit.record(tx, {
      event: 'push.sent',
      reason: here ? 'here' : 'elsewhere',
      user,
      application: transaction.application_id,
      transaction: transaction.id,
      detail: { push: id },
    });
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

  interface NewPush {
    transaction: Transaction;
    user: UserId;
    policy: PushPolicy;
    here: boolean;
    canShowNumber: boolean;
  }

  /** One waiting request from elsewhere per person and application: the statement itself refuses a second. */
  async function insert(
    tx: Tx,
    { transaction, user, policy, here, canShowNumber }: NewPush,
  ): Promise<PushId | null> {
    const id = opaqueId(random) as PushId;
    const now = clock.now();
    const inserted = await sql<{ id: PushId }>`
      INSERT INTO pushes (id, transaction_id, user_id, application_id, state, kind, nonce, digits,
        can_show_number, elsewhere_refused, created_at, expires_at)
      SELECT ${id}, ${transaction.id}, ${user}, ${transaction.application_id}, 'pending',
        ${here ? 'here' : 'elsewhere'}, ${opaqueId(random)}, ${policy.digits}, ${canShowNumber ? 1 : 0}, 0,
        ${now}, ${Math.min(now + PUSH_LIFE, transaction.expires_at)}
      WHERE ${here ? 1 : 0} = 1 OR NOT EXISTS (
        SELECT 1 FROM pushes WHERE user_id = ${user} AND application_id = ${transaction.application_id}
          AND kind = 'elsewhere' AND state = 'pending' AND expires_at > ${now})
      RETURNING id`.execute(tx.query);
    return inserted.rows[0]?.id ?? null;
  }

  /** The page's own Cancel. @throws `transaction_state` where nothing waits */
  async function cancel(tx: Tx, transaction: Transaction): Promise<void> {
    if (!(await withdraw(tx, transaction))) throw new Refusal('transaction_state');
  }

  /** The challenge is withdrawn on every device. False where nothing waits. */
  async function withdraw(tx: Tx, transaction: Transaction): Promise<boolean> {
    const push = await tx.query
      .updateTable('pushes')
      .set({ state: 'withdrawn', decided_at: clock.now() })
      .where('transaction_id', '=', transaction.id)
      .where('state', '=', 'pending')
      .returningAll()
      .executeTakeFirst();
    if (!push) return false;
    await close(tx, push);
    return true;
  }

  /** Ends every push whose time is over; run often, since the prompt learns of it by this. */
  async function expire(tx: Tx): Promise<void> {
    const ended = await tx.query
      .updateTable('pushes')
      .set({ state: 'expired' })
      .where('state', '=', 'pending')
      .where('expires_at', '<=', clock.now())
      .returningAll()
      .execute();
    for (const push of ended) await close(tx, push);
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

async function isPresent(query: Kysely<Schema>, { id }: Transaction): Promise<boolean> {
  const row = await query
    .selectFrom('presences')
    .innerJoin('devices', 'devices.id', 'presences.device_id')
    .select('presences.device_id')
    .where('presences.transaction_id', '=', id)
    .where('devices.status', '=', 'active')
    .executeTakeFirst();
  return row !== undefined;
}
