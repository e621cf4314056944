import type { Kysely } from 'kysely';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { ApplicationId, TransactionId, UserId } from '../../../lib/protocol/ids.ts';
import { type Chain, follow, judge, mint, readChain, writeChain } from '../../chain.ts';
import type { Row, Schema } from '../../db/schema.ts';
import { change } from '../../db/statement.ts';
import type { Floor, Tx } from '../../room.ts';
import type { Token } from './trust-cookie.ts';

type Family = Row<'trust_families'>;

/** Ends the trust that such a cookie stands for. */
export type CopiedFamily = (tx: Tx, family: string, reason: 'copied') => Promise<unknown>;

/**
 * A browser may keep a new cookie in its memory for half a minute before it writes it down. One that crashes then comes
 * back with the counter before, which must not have been outlived.
 */
const WRITTEN = MINUTE;

/** The sign-in in which a cookie is presented. */
interface At {
  user: UserId;
  application: ApplicationId;
  transaction: TransactionId;
}

/** A family whose cookie was presented, and may be used. */
interface Accepted {
  family: string;
  chain: Chain;
  /** The same, as the database has it now. */
  seen: string;
  /** Not for an outlived counter that is only spared: whoever presents one is told no successor. */
  mayRenew: boolean;
}

const moveOn = change<{ id: string; seen: string; next: string }>()((query, { id, seen, next }) =>
  query
    .updateTable('trust_families')
    .set({ chain: next })
    .where('id', '=', id)
    .where('chain', '=', seen)
    .where('ended_at', 'is', null),
);

interface RotationOptions {
  /** The family, unless it has ended or got another series since. */
  find(query: Kysely<Schema>, token: Token): Promise<Family | null>;
  copied: CopiedFamily;
}

/**
 * How a family goes from one counter to the next (chain.ts). One that was outlived, and long enough ago, shows that
 * there are two who have the cookie: then it is worth nothing more.
 */
export function createRotation(
  { clock, audit }: Pick<Floor, 'clock' | 'audit'>,
  { find, copied }: RotationOptions,
) {
  /** Judges a presented counter, and writes down what it tells. Null: it is good for nothing, and perhaps no longer was. */
  async function accept(tx: Tx, token: Token, at: At): Promise<Accepted | null> {
    const row = await find(tx.query, token);
    if (!row) return null;
    const chain = readChain(row.chain);
    const presented = judge(chain, token.number, clock.now());
    if (presented === 'forked') {
      await endCopied(tx, row, at);
      return null;
    }
    const early = presented === 'successor' && clock.now() < chain.mintedAt + WRITTEN;
    if (early || presented === 'current' || presented === 'spared')
      return { family: row.id, chain, seen: row.chain, mayRenew: presented === 'current' };
    if (presented === 'ahead') await audit.record(tx, { event: 'trust.chain_ahead', ...at });
    const followed = follow(chain, token.number, clock.now());
    const next = writeChain(followed);
    const written = await moveOn(tx.query, { id: row.id, seen: row.chain, next });
    return written ? { family: row.id, chain: followed, seen: next, mayRenew: true } : null;
  }

  async function endCopied(tx: Tx, { id, chain, browser }: Family, at: At): Promise<void> {
    const ended = await tx.query
      .updateTable('trust_families')
      .set({ ended_at: clock.now() })
      .where('id', '=', id)
      .where('chain', '=', chain)
      .where('ended_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (!ended) return;
    await audit.record(tx, { event: 'trust.copied', alert: true, ...at, detail: { about: browser } });
    await copied(tx, id, 'copied');
  }

  /** The successor to give to whoever has just presented the good counter; null where none is due. */
  async function renew(tx: Tx, { family, chain, seen, mayRenew }: Accepted): Promise<number | null> {
    const minted = mayRenew ? mint(chain, { now: clock.now(), weighs: true }) : null;
    if (!minted) return null;
    const next = writeChain(minted);
    return (await moveOn(tx.query, { id: family, seen, next })) ? minted.highest : null;
  }

  return { accept, renew };
}
