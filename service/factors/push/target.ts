import { type Kysely, sql } from 'kysely';
import { Refusal } from '../../../lib/protocol/errors.ts';
import type { DeviceId, UserId } from '../../../lib/protocol/ids.ts';
import type { Schema } from '../../db/schema.ts';
import { statement } from '../../db/statement.ts';
import type { PushWishes } from './needs.ts';

/** What the page chose; undefined: as the person's settings say. */
export type Chosen = DeviceId | 'all' | undefined;

/** Whether a request asks this browser; for statements over `pushes`. */
export const asks = (device: DeviceId) =>
  sql<boolean>`(pushes.target_id IS NULL OR pushes.target_id = ${device})`;

const ownActive = statement<{ id: DeviceId; user: UserId }>()((query, { id, user }) =>
  query
    .selectFrom('devices')
    .select('id')
    .where('id', '=', id)
    .where('user_id', '=', user)
    .where('status', '=', 'active'),
);

/** Which browser the person wants to be asked unless another is chosen: the first of these that is still paired, or all. */
const wished = ({ opensWith, pushTo }: PushWishes): DeviceId[] =>
  [opensWith.method === 'push' ? opensWith.device : null, pushTo].filter((id) => id !== null);

export const wishedAmong = (wishes: PushWishes, active: readonly { id: DeviceId }[]): DeviceId | null =>
  wished(wishes).find((id) => active.some((device) => device.id === id)) ?? null;

/** The one browser that a request goes to; null: all. @throws `push_browser_gone` for a choice that the page still showed */
export async function targetOf(
  query: Kysely<Schema>,
  { user, chosen, wishes }: { user: UserId; chosen: Chosen; wishes: () => Promise<PushWishes> },
): Promise<DeviceId | null> {
  if (chosen === 'all') return null;
  const isActive = async (id: DeviceId): Promise<boolean> =>
    (await ownActive(query, { id, user })).length > 0;
  if (chosen === undefined) {
    for (const id of wished(await wishes())) if (await isActive(id)) return id;
    return null;
  }
  if (!(await isActive(chosen))) throw new Refusal('push_browser_gone');
  return chosen;
}
