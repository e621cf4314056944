import { type Kysely, sql } from 'kysely';
import { HOUR } from '../../../lib/ports/clock.ts';
import type { ApplicationId, UserId } from '../../../lib/protocol/ids.ts';
import type { Schema } from '../../db/schema.ts';
import { statement } from '../../db/statement.ts';
import { HOLDER } from './holder.ts';

interface Held {
  user: UserId;
  /** A device or a family. */
  holder: string;
}

const anyOf = statement<Held>()((query, { user, holder }) =>
  query
    .selectFrom('trusts')
    .select('id')
    .where('user_id', '=', user)
    .where(HOLDER, '=', holder)
    .where('ended_at', 'is', null)
    .limit(1),
);

/** Whether this person trusts that browser for anything: what each sign-in asks first, since most have no trust at all. */
export const standsForAny = async (query: Kysely<Schema>, held: Held): Promise<boolean> =>
  (await anyOf(query, held)).length > 0;

interface Offered {
  user: UserId;
  application: ApplicationId | null;
  hours: number;
}

/** Whether a "yes" would only say again what stands already. */
export async function standsAlready(
  query: Kysely<Schema>,
  { holder, offer, now }: { holder: string; offer: Offered; now: number },
): Promise<boolean> {
  const found = await query
    .selectFrom('trusts')
    .select('id')
    .where('user_id', '=', offer.user)
    .where(HOLDER, '=', holder)
    .where(sql`COALESCE(application_id, '')`, '=', offer.application ?? '')
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .where('created_at', '>', now - offer.hours * HOUR)
    .executeTakeFirst();
  return found !== undefined;
}
