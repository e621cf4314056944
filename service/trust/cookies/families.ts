import type { Kysely } from 'kysely';
import type { TransactionId } from '../../../lib/protocol/ids.ts';
import { newChain, readChain, writeChain } from '../../chain.ts';
import type { Row, Schema } from '../../db/schema.ts';
import { statement } from '../../db/statement.ts';
import { hashOf } from '../../ids.ts';
import type { Floor, Tx } from '../../room.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import { type CopiedFamily, createRotation } from './rotation.ts';
import type { Token } from './trust-cookie.ts';

const standing = statement<{ id: string }>()((query, { id }) =>
  query.selectFrom('trust_families').selectAll().where('id', '=', id).where('ended_at', 'is', null),
);

interface Beginning {
  /** Whose cookie this browser holds already; null: a new one begins. */
  family: string | null;
  /** What only the browser of this sign-in holds: its transaction's cookie. */
  secret: string;
  transaction: TransactionId;
  browser: string;
}

/** The cookies that stand for browsers, each a family of counters of which one is good at a time. */
export function createFamilies(
  floor: Pick<Floor, 'clock' | 'audit'>,
  { derive, copied }: { derive: Sealing['derive']; copied: CopiedFamily },
) {
  const { clock } = floor;

  /** The family, unless it has ended or got another series since. */
  async function find(query: Kysely<Schema>, token: Token): Promise<Row<'trust_families'> | null> {
    const [family] = await standing(query, { id: token.family });
    return family?.series_hash === hashOf(token.series) ? family : null;
  }

  /**
   * A cookie for a browser that is to be trusted: always of a new series, so that what was copied before is worth
   * nothing. Family and series follow from the sign-in, so that an answer that is repeated, since the reply to it was
   * lost, makes nothing twice. Null where the family has ended.
   */
  async function begin(tx: Tx, { family, secret, transaction, browser }: Beginning): Promise<Token | null> {
    const id = family ?? derive('trust-family', transaction).toString('base64url', 0, 16);
    const series = derive('trust-series', secret).toString('base64url');
    const begun = { series_hash: hashOf(series), chain: writeChain(newChain), browser };
    await tx.query
      .insertInto('trust_families')
      .values({ id, ...begun, created_at: clock.now(), ended_at: null })
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet(begun)
          .where('trust_families.series_hash', '<>', begun.series_hash)
          .where('trust_families.ended_at', 'is', null),
      )
      .execute();
    const row = await find(tx.query, { family: id, series, number: 0 });
    return row && { family: id, series, number: readChain(row.chain).current };
  }

  /** The family for which this very sign-in has said "yes" before; the browser may not know, if that answer was lost. */
  async function begunIn(tx: Tx, transaction: TransactionId): Promise<string | null> {
    const trust = await tx.query
      .selectFrom('trusts')
      .select('family_id')
      .where('transaction_id', '=', transaction)
      .where('family_id', 'is not', null)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    return trust?.family_id ?? null;
  }

  /** For how long any trust of the family stands still, in milliseconds. */
  async function lifeOf(tx: Tx, family: string): Promise<number> {
    const { latest } = await tx.query
      .selectFrom('trusts')
      .select((row) => row.fn.max('expires_at').as('latest'))
      .where('family_id', '=', family)
      .where('ended_at', 'is', null)
      .executeTakeFirstOrThrow();
    return Math.max(0, (latest ?? 0) - clock.now());
  }

  return { find, ...createRotation(floor, { find, copied }), begin, begunIn, lifeOf };
}

export type Families = ReturnType<typeof createFamilies>;
