import { sql } from 'kysely';
import { HOUR } from '../../../lib/ports/clock.ts';
import type { ApplicationId, TrustId, UserId } from '../../../lib/protocol/ids.ts';
import { statement } from '../../db/statement.ts';
import type { Floor, Tx } from '../../room.ts';
import { HOLDER, type Holder, holderId } from './holder.ts';

/** A sign-in that may pass by trust; everything but the record itself was judged before. */
export interface TrustUse {
  user: UserId;
  application: ApplicationId;
  holder: Holder;
  address: string;
  /** How long this application's policy trusts a browser. */
  hours: number;
  /** Whether it takes a trust that was given for all applications. */
  all: boolean;
}

/** The trust that let a sign-in pass. */
export interface UsedTrust {
  id: TrustId;
  application: ApplicationId | null;
  until: number;
  browser: string;
}

interface Values {
  user: UserId;
  application: ApplicationId;
  holder: string;
  /** 1: a trust for all applications will do. */
  all: number;
  /** Not given before. */
  since: number;
  now: number;
  address: string;
}

const useOne = statement<Values>()((query, { user, application, holder, all, since, now, address }) =>
  query
    .updateTable('trusts')
    .set({ used_at: now, used_address: address })
    .where('ended_at', 'is', null)
    .where('id', '=', (trusts) =>
      trusts
        .selectFrom('trusts')
        .select('id')
        .where('user_id', '=', user)
        .where(HOLDER, '=', holder)
        .where('ended_at', 'is', null)
        .where('expires_at', '>', now)
        .where('created_at', '>', since)
        .where(sql<boolean>`(application_id = ${application} OR (application_id IS NULL AND ${all} = 1))`)
        .orderBy(sql`application_id IS NULL`)
        .limit(1),
    )
    .returning(['id', 'application_id', 'browser', 'expires_at', 'created_at']),
);

/** Uses the trust that lets this sign-in pass, the application's own before one for all; null if none does. */
export function createUse({ clock }: Pick<Floor, 'clock'>) {
  return async function use(tx: Tx, wanted: TrustUse): Promise<UsedTrust | null> {
    const { user, application, holder, address, hours, all } = wanted;
    const now = clock.now();
    const values = { user, application, holder: holderId(holder), all: Number(all), address };
    const [used] = await useOne(tx.query, { ...values, now, since: now - hours * HOUR });
    if (!used) return null;
    const until = Math.min(used.expires_at, used.created_at + hours * HOUR);
    return { id: used.id, application: used.application_id, until, browser: used.browser };
  };
}
