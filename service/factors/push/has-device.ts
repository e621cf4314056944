import type { Kysely } from 'kysely';
import type { UserId } from '../../../lib/protocol/ids.ts';
import type { Schema } from '../../db/schema.ts';

/** Whether a push would reach anybody: the person has a paired browser that works. */
export async function hasDevice(query: Kysely<Schema>, user: UserId): Promise<boolean> {
  const row = await query
    .selectFrom('devices')
    .select('id')
    .where('user_id', '=', user)
    .where('status', '=', 'active')
    .executeTakeFirst();
  return row !== undefined;
}
