import type { Kysely } from 'kysely';
import { Refusal } from '../../../lib/protocol/errors.ts';
import type { DeviceId, TransactionId } from '../../../lib/protocol/ids.ts';
import type { Schema } from '../../db/schema.ts';
import { statement } from '../../db/statement.ts';
import type { Floor, Tx } from '../../room.ts';
import type { Push, PushNeeds, Transaction } from './needs.ts';

const withdrawn = statement<{ transaction: TransactionId; now: number }>()((query, { transaction, now }) =>
  withdrawing(query, { transaction, now }).returningAll(),
);

/** What others were asked than are to be asked now. */
const switched = statement<{ transaction: TransactionId; target: DeviceId | null; now: number }>()(
  (query, { transaction, target, now }) =>
    withdrawing(query, { transaction, now }).where('target_id', 'is not', target).returningAll(),
);

const withdrawing = (
  query: Kysely<Schema>,
  { transaction, now }: { transaction: TransactionId; now: number },
) =>
  query
    .updateTable('pushes')
    .set({ state: 'withdrawn', decided_at: now })
    .where('transaction_id', '=', transaction)
    .where('state', '=', 'pending');

const expired = statement<{ now: number }>()((query, { now }) =>
  query
    .updateTable('pushes')
    .set({ state: 'expired' })
    .where('state', '=', 'pending')
    .where('expires_at', '<=', now)
    .returningAll(),
);

export type TakeBack = ReturnType<typeof createTakeBack>;

/** Ending a push that nobody has answered: cancelled, withdrawn for another way, or out of time. */
export function createTakeBack(
  { clock, audit }: Pick<Floor, 'clock' | 'audit'>,
  { transactions }: Pick<PushNeeds, 'transactions'>,
) {
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

  /** Withdraws what asks others than this one; null stands for all browsers. */
  async function others(
    tx: Tx,
    { transaction, target }: { transaction: TransactionId; target: DeviceId | null },
  ): Promise<void> {
    for (const push of await switched(tx.query, { transaction, target, now: clock.now() }))
      await close(tx, push);
  }

  async function close(tx: Tx, push: Push): Promise<void> {
    await transactions.move(tx, { id: push.transaction_id, event: 'setBack' });
    await audit.record(tx, {
      event: `push.${push.state}`,
      user: push.user_id,
      application: push.application_id,
      transaction: push.transaction_id,
      detail: { push: push.id },
    });
    tx.changed(`user:${push.user_id}`);
  }

  return { cancel, withdraw, others, expire };
}
