import type { Kysely } from 'kysely';
import type { UserId } from '../../../lib/protocol/ids.ts';
import type { Schema } from '../../db/schema.ts';
import { statement } from '../../db/statement.ts';

const anyActive = statement<{ user: UserId }>()((query, { user }) =>
  query
    .selectFrom('devices')
    .select('id')
    .where('user_id', '=', user)
    .where('status', '=', 'active')
    .limit(1),
);

/** Whether a push would reach anybody: the person has a paired browser that works. */
export async function hasDevice(query: Kysely<Schema>, user: UserId): Promise<boolean> {
  return (await anyActive(query, { user })).length > 0;
}
