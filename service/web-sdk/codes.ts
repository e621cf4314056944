import { SECOND } from '../../lib/ports/clock.ts';
import { Refusal } from '../../lib/protocol/errors.ts';
import type { TransactionId } from '../../lib/protocol/ids.ts';
import { hashOf, secretToken } from '../ids.ts';
import type { Floor, Tx } from '../room.ts';

/** How long a code is good (§2.4). */
const CODE_LIFE = 60 * SECOND;

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
      await voidIssued(tx, transaction);
      const code = secretToken(random);
      const now = clock.now();
      const minted = await tx.query
        .insertInto('codes')
        .columns(['hash', 'transaction_id', 'state', 'created_at', 'expires_at'])
        .expression(
          tx.query
            .selectNoFrom(({ val }) => [
              val(boundHash({ code, redirectUri })).as('hash'),
              val(transaction).as('transaction_id'),
              val('issued' as const).as('state'),
              val(now).as('created_at'),
              val(now + CODE_LIFE).as('expires_at'),
            ])
            .where(({ not, exists }) => not(exists(exchangedOf(tx, transaction)))),
        )
        .returning('hash')
        .executeTakeFirst();
      if (!minted) throw new Refusal('transaction_state');
      return code;
    },

    /** Exchanges the code for its transaction; null if it is not good. */
    async exchange(tx: Tx, presented: Presented): Promise<TransactionId | null> {
      const exchanged = await tx.query
        .updateTable('codes')
        .set({ state: 'exchanged' })
        .where('hash', '=', boundHash(presented))
        .where('state', '=', 'issued')
        .where('expires_at', '>', clock.now())
        .returning('transaction_id')
        .executeTakeFirst();
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
      await voidIssued(tx, transaction);
      return (await exchangedOf(tx, transaction).executeTakeFirst()) ? 'session_open' : 'voided';
    },
  };
}

export type Codes = ReturnType<typeof createCodes>;

const REASONS = { issued: 'code_expired', exchanged: 'code_replayed', voided: 'code_voided' } as const;

const exchangedOf = ({ query }: Tx, transaction: TransactionId) =>
  query
    .selectFrom('codes')
    .select('hash')
    .where('transaction_id', '=', transaction)
    .where('state', '=', 'exchanged');

async function voidIssued({ query }: Tx, transaction: TransactionId): Promise<void> {
  await query
    .updateTable('codes')
    .set({ state: 'voided' })
    .where('transaction_id', '=', transaction)
    .where('state', '=', 'issued')
    .execute();
}

/**
 * The redirect address is part of the hash, so that a code with another address is simply not found (RFC 6749
 * §4.1.3). A code cannot hold the space between them.
 */
const boundHash = ({ code, redirectUri }: Presented): string => hashOf(`${code} ${redirectUri}`);
