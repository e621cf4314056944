import { type Kysely, sql } from 'kysely';
import type { DeviceId, TransactionId } from '../../../lib/protocol/ids.ts';
import type { Schema } from '../../db/schema.ts';
import { statement } from '../../db/statement.ts';
import { requiredAnswer } from './answer.ts';
import type { Push, PushNeeds, PushPolicy } from './needs.ts';
import { verificationNumber } from './number.ts';

/** A browser that was asked and shows the prompt itself. */
const presentAsked = statement<{ transaction: TransactionId; target: DeviceId | null }>()(
  (query, { transaction, target }) =>
    query
      .selectFrom('presences')
      .innerJoin('devices', 'devices.id', 'presences.device_id')
      .select('devices.id')
      .where('presences.transaction_id', '=', transaction)
      .where('devices.status', '=', 'active')
      .where(sql<boolean>`(${target} IS NULL OR devices.id = ${target})`)
      .limit(1),
);

interface Facts {
  push: Push;
  policy: PushPolicy;
  sealing: PushNeeds['sealing'];
}

/** The number that the prompt shows while a request waits; null where a click approves it, or no number does. */
export async function shownNumber(
  query: Kysely<Schema>,
  { push, policy, sealing }: Facts,
): Promise<string | null> {
  const asked = { transaction: push.transaction_id, target: push.target_id };
  const present = push.kind === 'here' && (await presentAsked(query, asked)).length > 0;
  const answer = requiredAnswer(policy, { present, canShowNumber: push.can_show_number === 1 });
  return answer === 'number' ? verificationNumber(sealing, push) : null;
}
