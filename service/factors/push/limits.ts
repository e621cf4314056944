import type { Kysely } from 'kysely';
import { HOUR, MINUTE, SECOND } from '../../../lib/ports/clock.ts';
import type { ApplicationId, UserId } from '../../../lib/protocol/ids.ts';
import type { Schema } from '../../db/schema.ts';
import { statement } from '../../db/statement.ts';

/** Waits after the second, third and every further request in a row that was not approved; the first retry is free (§6.1). */
const WAITS = [30 * SECOND, 2 * MINUTE, 10 * MINUTE] as const;
const MEMORY = HOUR;

/** How long requests from elsewhere are muted after a fraud report (§5.3). */
const MUTE = 20 * MINUTE;

interface Asked {
  user: UserId;
  application: ApplicationId;
}

const latest = statement<Asked & { since: number }>()((query, { user, application, since }) =>
  query
    .selectFrom('pushes')
    .innerJoin('transactions', 'transactions.id', 'pushes.transaction_id')
    .select(['pushes.state', 'pushes.decided_at', 'pushes.expires_at'])
    .where('pushes.user_id', '=', user)
    .where('pushes.application_id', '=', application)
    .where('pushes.kind', '=', 'elsewhere')
    .where('pushes.created_at', '>', since)
    // Withdrawn because its own sign-in was approved by another factor: nobody refused it.
    .where((row) =>
      row.or([
        row('pushes.state', '<>', 'withdrawn'),
        row('transactions.state', 'not in', ['approved', 'finished']),
      ]),
    )
    .orderBy('pushes.created_at', 'desc')
    .limit(WAITS.length + 2),
);

const muteInForce = statement<Asked & { now: number }>()((query, { user, application, now }) =>
  query
    .selectFrom('mutes')
    .select('until')
    .where('user_id', '=', user)
    .where('application_id', '=', application)
    .where('until', '>', now),
);

/** How requests from elsewhere stand for one person at one application. */
export interface Elsewhere {
  /** Until when a fraud report mutes them; null when none does. */
  mutedUntil: number | null;
  /** From when on one may be sent; the present where one may be sent now. */
  from: number;
  /** The last one of the hour was not approved: somebody said no, or nobody answered. */
  unwanted: boolean;
}

/**
 * Binds neither other applications nor requests with proven presence: whoever knows the password must not be able to
 * stop the person's own sign-in.
 */
export async function elsewhere(query: Kysely<Schema>, asked: Asked, now: number): Promise<Elsewhere> {
  const { user, application } = asked;
  const [muted] = await muteInForce(query, { user, application, now });
  const rows = await latest(query, { user, application, since: now - MEMORY });
  const approved = rows.findIndex((row) => row.state === 'approved');
  const unanswered = approved === -1 ? rows : rows.slice(0, approved);
  return {
    mutedUntil: muted?.until ?? null,
    from: backedOffUntil(unanswered, now),
    unwanted: unanswered.length > 0,
  };
}

function backedOffUntil(unanswered: Awaited<ReturnType<typeof latest>>, now: number): number {
  const last = unanswered[0];
  if (!last || unanswered.length < 2) return now;
  const wait = WAITS[Math.min(unanswered.length - 2, WAITS.length - 1)] ?? 0;
  return Math.max(now, (last.decided_at ?? last.expires_at) + wait);
}

export async function mute(query: Kysely<Schema>, { user, application }: Asked, now: number): Promise<void> {
  const until = now + MUTE;
  await query
    .insertInto('mutes')
    .values({ user_id: user, application_id: application, until })
    .onConflict((conflict) => conflict.columns(['user_id', 'application_id']).doUpdateSet({ until }))
    .execute();
}
