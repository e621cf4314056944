import type { ExpressionBuilder, Kysely } from 'kysely';
import { OWN_APPLICATION, type TransactionId } from '../../lib/protocol/ids.ts';
import type { Schema } from '../db/schema.ts';

type Transactions = ExpressionBuilder<Schema, 'transactions'>;

/** Paired browsers that have proven that this prompt is open in them, and may still speak. */
export const presentDevices = (transaction: Transactions) =>
  transaction
    .selectFrom('presences')
    .innerJoin('devices', 'devices.id', 'presences.device_id')
    .whereRef('presences.transaction_id', '=', 'transactions.id')
    .where('devices.status', '=', 'active')
    .select('devices.id');

/** An authenticator, or an approval by the very browser that shows the prompt. */
const isProvenHere = (transaction: Transactions) =>
  transaction.or([
    transaction('transactions.factor', 'in', ['platform', 'security_key']),
    transaction.and([
      transaction('transactions.factor', '=', 'push'),
      transaction.exists(presentDevices(transaction).whereRef('devices.id', '=', 'transactions.device_id')),
    ]),
  ]);

/** A step-up for something else is good for that alone. */
const isMeantSo = (transaction: Transactions) =>
  transaction.or([
    transaction('transactions.application_id', '<>', OWN_APPLICATION),
    transaction.exists(
      transaction
        .selectFrom('step_ups')
        .whereRef('step_ups.transaction_id', '=', 'transactions.id')
        .where('step_ups.purpose', '=', 'portal_open')
        .select('step_ups.transaction_id'),
    ),
  ]);

/**
 * The sign-in, if its approval opens the portal and it has not gone on to its site. What can be read out to somebody
 * else opens nothing: no code, and no number that was typed on another device. Nor does trust, which shows that the
 * browser is the same, and not who sits before it.
 */
export const openedBy = (query: Kysely<Schema>, { id, now }: { id: TransactionId; now: number }) =>
  query
    .selectFrom('transactions')
    .where('transactions.id', '=', id)
    .where('transactions.state', '=', 'approved')
    .where('transactions.expires_at', '>', now)
    .where('transactions.user_id', 'is not', null)
    .where(isProvenHere)
    .where(isMeantSo);
