import { sql } from 'kysely';
import { HOUR } from '../../../lib/ports/clock.ts';
import type { ApplicationId, TransactionId, TrustId, UserId } from '../../../lib/protocol/ids.ts';
import { publicId } from '../../ids.ts';
import type { Floor, Tx } from '../../room.ts';
import type { Endings } from './endings.ts';
import { HOLDER, type Holder, holderId } from './holder.ts';
import type { TrustNeeds } from './needs.ts';
import { beyond, loosestLimit } from './over-limit.ts';

/** A browser that its person wants trusted. */
export interface NewTrust {
  user: UserId;
  /** Null: all applications. */
  application: ApplicationId | null;
  holder: Holder;
  /** What the browser is called. */
  browser: string;
  /** The sign-in that it was said in. */
  transaction: TransactionId;
  address: string;
  hours: number;
  /** Browsers of one person, by the policy of the application that is signed in to. */
  limit: number;
}

/** Trusts a browser; one that is trusted for the same already, anew. */
export function createMake(
  { clock, random, audit }: Pick<Floor, 'clock' | 'random' | 'audit'>,
  { needs, end }: { needs: TrustNeeds; end: Endings['end'] },
) {
  /** One row for one person, browser and scope; null where the same sign-in has said it before. */
  async function store(
    tx: Tx,
    wish: NewTrust,
    { now, until }: { now: number; until: number },
  ): Promise<TrustId | null> {
    const { user, application, holder, browser, transaction, address } = wish;
    const said = {
      browser,
      transaction_id: transaction,
      created_at: now,
      used_at: now,
      used_address: address,
      expires_at: until,
    };
    const stored = await tx.query
      .insertInto('trusts')
      .values({
        id: publicId('TB', random) as TrustId,
        user_id: user,
        application_id: application,
        device_id: 'device' in holder ? holder.device : null,
        family_id: 'family' in holder ? holder.family : null,
        ...said,
      })
      .onConflict((conflict) =>
        conflict
          .expression(sql`user_id, COALESCE(device_id, family_id), COALESCE(application_id, '')`)
          .where('ended_at', 'is', null)
          .doUpdateSet(said)
          .where('trusts.transaction_id', '<>', transaction),
      )
      .returning('id')
      .executeTakeFirst();
    return stored?.id ?? null;
  }

  const saidBefore = (tx: Tx, { user, application, holder, transaction }: NewTrust) =>
    tx.query
      .selectFrom('trusts')
      .select(['id', 'expires_at as until'])
      .where('user_id', '=', user)
      .where('transaction_id', '=', transaction)
      .where('application_id', 'is', application)
      .where(HOLDER, '=', holderId(holder))
      .where('ended_at', 'is', null)
      .executeTakeFirstOrThrow();

  /** Whichever browser was unused for longest gives way. */
  async function makeRoom(tx: Tx, { user, application, limit }: NewTrust): Promise<void> {
    const inAll = loosestLimit((await needs.policies.everywhere(tx.query)).values());
    await end(
      tx,
      (trusts) =>
        trusts.and([
          trusts('user_id', '=', user),
          trusts.or([
            beyond({ user, limit: inAll }),
            trusts.and([trusts('application_id', 'is', application), beyond({ user, application, limit })]),
          ]),
        ]),
      { reason: 'limit' },
    );
  }

  return async function make(tx: Tx, wish: NewTrust): Promise<{ id: TrustId; until: number }> {
    const { user, application, holder, browser, transaction } = wish;
    const now = clock.now();
    const until = now + wish.hours * HOUR;
    const id = await store(tx, wish, { now, until });
    // A repeated answer leaves neither another line in the log nor another mail.
    if (!id) return saidBefore(tx, wish);
    await audit.record(tx, {
      event: 'trust.made',
      user,
      transaction,
      ...(application && { application }),
      ...('device' in holder && { device: holder.device }),
      detail: { trust: id, about: browser },
    });
    tx.changed(`user:${user}`);
    await makeRoom(tx, wish);
    return { id, until };
  };
}
