import { Refusal } from '../../lib/protocol/errors.ts';
import type { TransactionId } from '../../lib/protocol/ids.ts';
import { STEP_UP_LIFE } from '../../lib/protocol/step-up.ts';
import type { Floor, Tx } from '../room.ts';
import { type Asked, entryOf, requireActive } from './asked.ts';
import type { StepUpNeeds } from './needs.ts';

/** A moment that is over for every proof. */
const USED_UP = 0;

/** What a step-up is worth: granted by a factor, and good for `STEP_UP_LIFE` from then on. */
export function createGranting(
  { db, clock, audit }: Pick<Floor, 'db' | 'clock' | 'audit'>,
  { users }: Pick<StepUpNeeds, 'users'>,
) {
  /**
   * The prompt has ended well. Its time counts from the factor's answer, so that a page left open proves nothing
   * later. @throws `step_up_needed` where no factor was asked for
   */
  async function grant(tx: Tx, transaction: TransactionId): Promise<void> {
    const granted = await tx.query
      .updateTable('step_ups')
      .from('transactions')
      .set((eb) => ({ granted_at: eb.ref('transactions.approved_at') }))
      .where('step_ups.transaction_id', '=', transaction)
      .whereRef('transactions.id', '=', 'step_ups.transaction_id')
      .whereRef('transactions.user_id', '=', 'step_ups.user_id')
      .where('transactions.state', '=', 'finished')
      .where('transactions.factor', '<>', 'none')
      // Its page may finish it again, but not bring it back.
      .where((eb) => eb.or([eb('granted_at', 'is', null), eb('granted_at', '<>', USED_UP)]))
      .returning(['step_ups.user_id as user', 'step_ups.device_id as device', 'purpose'])
      .executeTakeFirst();
    if (!granted) throw new Refusal('step_up_needed');
    await audit.record(tx, entryOf('step_up.granted', { ...granted, transaction }));
  }

  /**
   * Granted lately, in the very browser that asked, and not taken back since ("Not you?"). Without the presence of
   * that browser a thief of one device could send the prompt's address to the person, who would prove it for him.
   */
  const standing = (query: Tx['query'], transaction: TransactionId) =>
    query
      .selectFrom('step_ups')
      .innerJoin('transactions', 'transactions.id', 'step_ups.transaction_id')
      .innerJoin('presences', (join) =>
        join
          .onRef('presences.transaction_id', '=', 'step_ups.transaction_id')
          .onRef('presences.device_id', '=', 'step_ups.device_id'),
      )
      .select('step_ups.transaction_id')
      .where('step_ups.transaction_id', '=', transaction)
      .where('transactions.state', '=', 'finished')
      .where('granted_at', '>', clock.now() - STEP_UP_LIFE);

  const isGranted = async (transaction: TransactionId): Promise<boolean> =>
    (await standing(db.read, transaction).executeTakeFirst()) !== undefined;

  /** @throws `step_up_needed`, `user_disabled` */
  async function require(
    tx: Tx,
    { transaction, device, user, purpose }: Asked & { transaction: TransactionId },
  ): Promise<void> {
    const found = await standing(tx.query, transaction)
      .where('step_ups.user_id', '=', user)
      .where('step_ups.device_id', '=', device)
      .where('purpose', '=', purpose)
      .executeTakeFirst();
    if (!found) throw new Refusal('step_up_needed');
    await requireActive(users, tx.query, user);
  }

  /** For changes that take a proof each: it counts no longer, and is not granted again. */
  async function useUp(tx: Tx, transaction: TransactionId): Promise<void> {
    await tx.query
      .updateTable('step_ups')
      .set({ granted_at: USED_UP })
      .where('transaction_id', '=', transaction)
      .execute();
  }

  return { grant, isGranted, require, useUp };
}
