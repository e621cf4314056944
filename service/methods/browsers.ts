import type { Kysely } from 'kysely';
import type { DeviceId, UserId } from '../../lib/protocol/ids.ts';
import type { Schema } from '../db/schema.ts';
import { statement } from '../db/statement.ts';

const activeOf = statement<{ user: UserId }>()((query, { user }) =>
  query
    .selectFrom('devices')
    .select(['id', 'name'])
    .where('user_id', '=', user)
    .where('status', '=', 'active')
    .orderBy('created_at'),
);

/** The paired browsers that can be asked, in the order in which they were paired. */
export const browsersOf = (query: Kysely<Schema>, user: UserId): Promise<{ id: DeviceId; name: string }[]> =>
  activeOf(query, { user });
