import { DAY } from '../../lib/ports/clock.ts';
import type { Tx } from '../room.ts';

/** How long a finished sign-in is kept beside its audit rows, and a mail after it was written. */
const KEPT = 30 * DAY;

/**
 * Removes what can no longer matter: used proofs, assertions, challenges, mutes, sessions of the portal and the help
 * desk's codes past their time; what made the codes of browsers that have ended; codes, sign-ins, pairings, mails and
 * ended trust of last month.
 */
export async function sweep({ query }: Tx, now: number): Promise<void> {
  await query.deleteFrom('proofs').where('expires_at', '<', now).execute();
  await query.deleteFrom('assertions').where('expires_at', '<', now).execute();
  await query.deleteFrom('challenges').where('expires_at', '<', now).execute();
  await query.deleteFrom('mutes').where('until', '<', now).execute();
  await query.deleteFrom('portal_sessions').where('expires_at', '<', now).execute();
  // A suspended browser's too: it pairs again as another one.
  await query
    .deleteFrom('tokens')
    .where('device_id', 'in', (rows) =>
      rows.selectFrom('devices').select('devices.id').where('status', '<>', 'active'),
    )
    .execute();
  const old = now - KEPT;
  await query
    .deleteFrom('bypass_codes')
    .where((row) =>
      row.or([row('expires_at', '<', now), row.and([row('uses_left', '=', 0), row('created_at', '<', old)])]),
    )
    .execute();
  await query.deleteFrom('codes').where('expires_at', '<', old).execute();
  await query.deleteFrom('pushes').where('expires_at', '<', old).execute();
  await query
    .deleteFrom('presences')
    .where('transaction_id', 'in', (rows) =>
      rows.selectFrom('transactions').select('id').where('expires_at', '<', old),
    )
    .execute();
  await query.deleteFrom('step_ups').where('created_at', '<', old).execute();
  await query.deleteFrom('transactions').where('expires_at', '<', old).execute();
  await query.deleteFrom('pairings').where('expires_at', '<', old).where('state', '<>', 'done').execute();
  await query.deleteFrom('trusts').where('ended_at', '<', old).execute();
  // A cookie that lets nobody pass any more needs no counter.
  await query
    .deleteFrom('trust_families')
    .where('id', 'not in', (rows) =>
      rows
        .selectFrom('trusts')
        .select((trust) => trust.ref('family_id').$notNull().as('family'))
        .where('family_id', 'is not', null),
    )
    .execute();
  await query.deleteFrom('outbox').where('created_at', '<', old).execute();
}
