import { type Kysely, sql } from 'kysely';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import type { ApplicationId, DeviceId, TransactionId, UserId } from '../../lib/protocol/ids.ts';
import { TRANSACTION_LIFE } from '../../lib/protocol/prompt.ts';
import type { Row, Schema } from '../db/schema.ts';
import { statement } from '../db/statement.ts';
import { hashOf, opaqueId, secretToken } from '../ids.ts';
import type { Floor, Tx } from '../room.ts';
import { type State, type TransitionName, transitions } from './machine.ts';

export type Transaction = Row<'transactions'>;

/** What a site asked, once its request was verified. */
export interface SignInRequest {
  application: ApplicationId;
  /** Exactly as the site wrote it. */
  username: string;
  redirectUri: string;
  siteState: string;
  nonce: string | null;
  duoCode: boolean;
  requestHash: string;
  address: string;
  userAgent: string;
}

export interface Approval {
  factor: string;
  device: DeviceId | null;
}

export interface Move {
  id: TransactionId;
  event: TransitionName;
  /** With `approved` and `passed`. */
  approval?: Approval;
  /** With `refused`. */
  refusal?: ErrorCode;
}

export type Transactions = ReturnType<typeof createTransactions>;

const byId = statement<{ id: TransactionId }>()((query, value) =>
  query.selectFrom('transactions').selectAll().where('id', '=', value('id')),
);

export function createTransactions({ clock, random, audit }: Pick<Floor, 'clock' | 'random' | 'audit'>) {
  return {
    /** One request opens one transaction; null if it has opened one already. */
    async open(tx: Tx, request: SignInRequest, begin: { user: UserId | null; state: State }) {
      const id = opaqueId(random) as TransactionId;
      const cookie = secretToken(random);
      const now = clock.now();
      const opened = await tx.query
        .insertInto('transactions')
        .values({
          id,
          application_id: request.application,
          user_id: begin.user,
          cookie_hash: hashOf(cookie),
          challenge: opaqueId(random),
          state: begin.state,
          revision: 1,
          refusal: null,
          username: request.username,
          redirect_uri: request.redirectUri,
          site_state: request.siteState,
          nonce: request.nonce,
          duo_code: request.duoCode ? 1 : 0,
          request_hash: request.requestHash,
          address: request.address,
          user_agent: request.userAgent,
          factor: null,
          device_id: null,
          approved_at: null,
          created_at: now,
          expires_at: now + TRANSACTION_LIFE,
        })
        .onConflict((conflict) => conflict.column('request_hash').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (!opened) return null;
      await audit.record(tx, {
        event: 'transaction.opened',
        user: begin.user,
        application: request.application,
        transaction: id,
      });
      return { id, cookie };
    },

    /** Applies one transition, if the transaction is in a state that it starts from and has not expired; null otherwise. */
    async move(tx: Tx, { id, event, approval, refusal }: Move): Promise<Transaction | null> {
      const { from, to } = transitions[event];
      const moved = await tx.query
        .updateTable('transactions')
        .set({ state: to, revision: sql<number>`revision + 1` })
        .$if(approval !== undefined, (query) =>
          query.set({
            factor: approval?.factor ?? null,
            device_id: approval?.device ?? null,
            approved_at: clock.now(),
          }),
        )
        .$if(refusal !== undefined, (query) => query.set({ refusal: refusal ?? null }))
        .where('id', '=', id)
        .where('state', 'in', from)
        .where('expires_at', '>', clock.now())
        .returningAll()
        .executeTakeFirst();
      if (!moved) return null;
      await audit.record(tx, {
        event: `transaction.${event}`,
        ...((refusal ?? approval) && { reason: refusal ?? approval?.factor ?? '' }),
        user: moved.user_id,
        application: moved.application_id,
        transaction: id,
      });
      tx.changed(`transaction:${id}`);
      return moved;
    },

    /** Something that the page shows has changed without a transition. */
    async touch(tx: Tx, id: TransactionId): Promise<void> {
      await tx.query
        .updateTable('transactions')
        .set({ revision: sql<number>`revision + 1` })
        .where('id', '=', id)
        .execute();
      tx.changed(`transaction:${id}`);
    },

    find: async (query: Kysely<Schema>, id: TransactionId): Promise<Transaction | null> =>
      (await byId(query, { id }))[0] ?? null,
  };
}
