import type { Kysely } from 'kysely';
import type { Schema } from '../../db/schema.ts';
import type { Decided } from './decision.ts';

/** Whether the device that decides has proven that the prompt is open in it. */
export async function isPresent(query: Kysely<Schema>, { push, decision }: Decided): Promise<boolean> {
  const row = await query
    .selectFrom('presences')
    .select('device_id')
    .where('transaction_id', '=', push.transaction_id)
    .where('device_id', '=', decision.device.id)
    .executeTakeFirst();
  return row !== undefined;
}
