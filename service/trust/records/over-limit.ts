import { type RawBuilder, sql } from 'kysely';
import type { ApplicationId, UserId } from '../../../lib/protocol/ids.ts';
import { HOLDER } from './holder.ts';
import type { TrustRule } from './needs.ts';

interface Counted {
  /** How many browsers a person may trust. */
  limit: number;
  /** For this application, or with null for all of them; everything counts without. */
  application?: ApplicationId | null;
  /** Of one person; of everybody without. */
  user?: UserId;
}

/** For a statement's WHERE: the trust is in a browser that is one too many, being among those unused for longest. */
export function beyond({ limit, application, user }: Counted): RawBuilder<boolean> {
  const scope = application === undefined ? sql`` : sql`AND application_id IS ${application}`;
  const person = user === undefined ? sql`` : sql`AND user_id = ${user}`;
  return sql<boolean>`(user_id, ${HOLDER}) IN (
    SELECT user_id, holder FROM (
      SELECT user_id, ${HOLDER} AS holder, ROW_NUMBER() OVER (
        PARTITION BY user_id ORDER BY MAX(used_at) DESC, MAX(created_at) DESC, ${HOLDER}) AS place
      FROM trusts WHERE ended_at IS NULL ${scope} ${person} GROUP BY user_id, ${HOLDER}) AS ranked
    WHERE place > ${limit})`;
}

/** An application's limit is for its own trusts; in all, a person has at most as many browsers as the loosest gives. */
export const loosestLimit = (rules: Iterable<{ trustedBrowsers: TrustRule }>): number =>
  Math.max(...[...rules].map(({ trustedBrowsers }) => trustedBrowsers.limit));
