import { type SelectQueryBuilder, sql } from 'kysely';
import type { GroupId, TransactionId, UserId } from '../../lib/protocol/ids.ts';
import { TRANSACTION_LIFE } from '../../lib/protocol/prompt.ts';
import type { Schema } from '../db/schema.ts';
import type { Floor, Tx } from '../room.ts';

type Ids = SelectQueryBuilder<Schema, 'audit' | 'group_members', { id: TransactionId }>;

/** For when somebody's standing has changed: their open prompts look again, so that each page goes on by itself. */
export function createWaking({ clock }: Pick<Floor, 'clock'>) {
  /** The log has an index of what each person has opened; one on the sign-ins would cost every sign-in. */
  const opened = (tx: Tx) =>
    tx.query
      .selectFrom('audit')
      .select((entry) => entry.ref('audit.transaction_id').$castTo<TransactionId>().as('id'))
      .where('event', '=', 'transaction.opened')
      .where('at', '>', clock.now() - TRANSACTION_LIFE);

  async function touch(tx: Tx, ids: Ids | ReturnType<typeof opened>): Promise<void> {
    const woken = await tx.query
      .updateTable('transactions')
      .set({ revision: sql<number>`revision + 1` })
      .where('id', 'in', ids)
      .where('state', 'in', ['enrolling', 'choosing', 'waiting'])
      .where('expires_at', '>', clock.now())
      .returning('id')
      .execute();
    for (const { id } of woken) tx.changed(`transaction:${id}`);
  }

  return {
    wake: (tx: Tx, user: UserId): Promise<void> => touch(tx, opened(tx).where('user_id', '=', user)),

    wakeGroup: (tx: Tx, group: GroupId): Promise<void> =>
      touch(
        tx,
        opened(tx)
          .innerJoin('group_members', 'group_members.user_id', 'audit.user_id')
          .where('group_members.group_id', '=', group),
      ),
  };
}
