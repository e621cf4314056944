import type { Kysely } from 'kysely';
import { Refusal } from '../../lib/protocol/errors.ts';
import type { TransactionId } from '../../lib/protocol/ids.ts';
import { PresencePost } from '../../lib/protocol/push.ts';
import type { Schema } from '../db/schema.ts';
import { statement } from '../db/statement.ts';
import { type HttpContext, parseJson, readBytes } from '../http/http.ts';
import type { Floor } from '../room.ts';
import type { PromptNeeds } from './needs.ts';
import { holds } from './owner.ts';
import type { Transactions } from './transactions.ts';

const present = statement<{ transaction: TransactionId }>()((query, { transaction }) =>
  query
    .selectFrom('presences')
    .innerJoin('devices', 'devices.id', 'presences.device_id')
    .select('devices.id')
    .where('presences.transaction_id', '=', transaction)
    .where('devices.status', '=', 'active'),
);

/** Whether any device has proven presence that may still speak. */
export async function anyPresent(query: Kysely<Schema>, transaction: TransactionId): Promise<boolean> {
  return (await present(query, { transaction })).length > 0;
}

/**
 * Presence is proven, not claimed: one request carries the device's proof *and* the transaction's own cookie,
 * which only the browser that shows the prompt can send. It is recorded per (transaction, device).
 */
export function createPresence(
  { db, clock, audit }: Pick<Floor, 'db' | 'clock' | 'audit'>,
  { transactions, needs }: { transactions: Transactions; needs: PromptNeeds },
) {
  return async function recordPresence(c: HttpContext): Promise<Response> {
    const body = await readBytes(c);
    const device = await needs.devices.authenticate(c, body);
    const post = parseJson(body, PresencePost);
    const transaction = await transactions.find(db.read, post.transaction);
    const proven =
      transaction !== null &&
      holds(c, transaction) &&
      transaction.challenge === post.challenge &&
      transaction.user_id === device.user &&
      transaction.expires_at > clock.now();
    await db.write(async (tx) => {
      await device.spend(tx);
      if (!proven) return;
      const first = await tx.query
        .insertInto('presences')
        .values({ transaction_id: transaction.id, device_id: device.id, recorded_at: clock.now() })
        .onConflict((conflict) => conflict.doNothing())
        .returning('device_id')
        .executeTakeFirst();
      if (!first) return;
      await audit.record(tx, {
        event: 'presence.recorded',
        user: device.user,
        device: device.id,
        application: transaction.application_id,
        transaction: transaction.id,
      });
      for (const factor of needs.factors) await factor.present(tx, transaction);
      await transactions.touch(tx, transaction.id);
    });
    if (!proven) throw new Refusal('presence_refused');
    return c.json({});
  };
}
