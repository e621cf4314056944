import type { Kysely } from 'kysely';
import { SECOND } from '../../lib/ports/clock.ts';
import { Refusal } from '../../lib/protocol/errors.ts';
import type { TransactionId } from '../../lib/protocol/ids.ts';
import type { Schema } from '../db/schema.ts';
import { change, statement } from '../db/statement.ts';
import { hashOf, secretToken } from '../ids.ts';
import type { Floor, Tx } from '../room.ts';

/** How long a code is good (§2.4). */
const CODE_LIFE = 60 * SECOND;

const exchangedOf = (query: Kysely<Schema>, transaction: TransactionId) =>
  query
    .selectFrom('codes')
    .select('hash')
    .where('transaction_id', '=', transaction)
    .where('state', '=', 'exchanged');

const voidIssued = change<{ transaction: TransactionId }>()((query, { transaction }) =>
  query
    .updateTable('codes')
    .set({ state: 'voided' })
    .where('transaction_id', '=', transaction)
    .where('state', '=', 'issued'),
);

interface NewCode {
  hash: string;
  transaction: TransactionId;
  now: number;
  end: number;
}

const issue = change<NewCode>()((query, { hash, transaction, now, end }) =>
  query
    .insertInto('codes')
    .columns(['hash', 'transaction_id', 'state', 'created_at', 'expires_at'])
    .expression(
      query
        .selectNoFrom(({ val }) => [
          val(hash).as('hash'),
          val(transaction).as('transaction_id'),
          val('issued' as const).as('state'),
          val(now).as('created_at'),
          val(end).as('expires_at'),
        ])
        .where(({ not, exists }) => not(exists(exchangedOf(query, transaction)))),
    ),
);

const exchange = statement<{ hash: string; now: number }>()((query, { hash, now }) =>
  query
    .updateTable('codes')
    .set({ state: 'exchanged' })
    .where('hash', '=', hash)
    .where('state', '=', 'issued')
    .where('expires_at', '>', now)
    .returning('transaction_id'),
);

/** A code as a site presents it. */
export interface Presented {
  code: string;
  redirectUri: string;
}

/** Authorization codes (RFC 6749 §4.1.2): random, hashed at rest, exchanged at most once. */
export function createCodes({ clock, random }: Pick<Floor, 'clock' | 'random'>) {
  return {
    /**
     * Mints the transaction's code; an earlier one that was not exchanged is void from now on.
     * @throws `transaction_state` where the site has exchanged one already: one approval opens one session.
     */
    async mint(
      tx: Tx,
      { transaction, redirectUri }: { transaction: TransactionId; redirectUri: string },
    ): Promise<string> {
      await voidIssued(tx.query, { transaction });
      const code = secretToken(random);
      const now = clock.now();
      const hash = boundHash({ code, redirectUri });
      const minted = await issue(tx.query, { hash, transaction, now, end: now + CODE_LIFE });
      if (!minted) throw new Refusal('transaction_state');
      return code;
    },

    /** Exchanges the code for its transaction; null if it is not good. */
    async exchange(tx: Tx, presented: Presented): Promise<TransactionId | null> {
      const [exchanged] = await exchange(tx.query, { hash: boundHash(presented), now: clock.now() });
      return exchanged?.transaction_id ?? null;
    },

    /** Says why `exchange` found nothing, for the audit log alone. */
    async whyNot(tx: Tx, presented: Presented) {
      const row = await tx.query
        .selectFrom('codes')
        .select(['state', 'transaction_id'])
        .where('hash', '=', boundHash(presented))
        .executeTakeFirst();
      if (!row) return { reason: 'code_unknown' } as const;
      return { reason: REASONS[row.state], transaction: row.transaction_id };
    },

    /** Takes back what the site has not used yet. */
    async revoke(tx: Tx, transaction: TransactionId): Promise<'voided' | 'session_open'> {
      await voidIssued(tx.query, { transaction });
      return (await exchangedOf(tx.query, transaction).executeTakeFirst()) ? 'session_open' : 'voided';
    },
  };
}

export type Codes = ReturnType<typeof createCodes>;

const REASONS = { issued: 'code_expired', exchanged: 'code_replayed', voided: 'code_voided' } as const;

/**
 * The redirect address is part of the hash, so that a code with another address is simply not found (RFC 6749
 * §4.1.3). A code cannot hold the space between them.
 */
const boundHash = ({ code, redirectUri }: Presented): string => hashOf(`${code} ${redirectUri}`);
