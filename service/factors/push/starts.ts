import { type Kysely, sql } from 'kysely';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { PUSH_LIFE } from '../../../lib/protocol/push.ts';
import type { Schema } from '../../db/schema.ts';
import { statement } from '../../db/statement.ts';
import type { Elsewhere } from './limits.ts';
import type { Look, PushWishes } from './needs.ts';

interface Waiting {
  user: UserId;
  present: 0 | 1;
  since: number;
  now: number;
}

const anyWaiting = statement<Waiting>()((query, { user, present, since, now }) =>
  query
    .selectFrom('pushes')
    .select('id')
    .where('user_id', '=', user)
    // None lasts longer; without this, all that were ever sent would be looked through.
    .where('created_at', '>', since)
    .where('state', '=', 'pending')
    // What somebody sends from elsewhere must not keep the person's own sign-in from starting.
    .where(sql<boolean>`(kind = 'here' OR ${present} = 0)`)
    .where('expires_at', '>', now)
    .limit(1),
);

interface Facts {
  look: Look;
  wishes: PushWishes;
  /** How requests from elsewhere stand; null where presence is proven, and nothing of it binds. */
  held: Elsewhere | null;
  now: number;
}

/**
 * Whether the page may send the first push of a sign-in by itself (§5.2.4): never on top of another, and never to
 * somebody who has just said no or did not answer, unless they sit at this very prompt.
 */
export async function startsByItself(
  query: Kysely<Schema>,
  { look, wishes, held, now }: Facts,
): Promise<boolean> {
  const { user, policy } = look;
  if (policy.autoPush === 'off' || !wishes.autoPush) return false;
  if (held !== null && (held.unwanted || held.mutedUntil !== null)) return false;
  const present = held === null ? 1 : 0;
  return (await anyWaiting(query, { user, present, since: now - PUSH_LIFE, now })).length === 0;
}
