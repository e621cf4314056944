import type { ExpressionBuilder, Kysely } from 'kysely';
import { Refusal } from '../../lib/protocol/errors.ts';
import type { DeviceId, UserId } from '../../lib/protocol/ids.ts';
import type { PublicKey } from '../../lib/protocol/keys.ts';
import type { Row, Schema } from '../db/schema.ts';
import { statement } from '../db/statement.ts';
import { publicId } from '../ids.ts';
import type { Floor, Tx } from '../room.ts';
import type { DevicesNeeds } from './needs.ts';

const byId = statement<{ id: DeviceId }>()((query, { id }) =>
  query.selectFrom('devices').selectAll().where('id', '=', id),
);

const activeOf = statement<{ user: UserId }>()((query, { user }) =>
  query
    .selectFrom('devices')
    .selectAll()
    .where('user_id', '=', user)
    .where('status', '=', 'active')
    .orderBy('created_at'),
);

export interface NewDevice {
  user: UserId;
  name: string;
  signKey: PublicKey;
  receiveKey: PublicKey;
}

/** Why a device may no longer speak. */
export interface Ending {
  status: 'suspended' | 'removed';
  reason: string;
}

/** A person's own device, and the one in which something is done to it; null where it is done elsewhere. */
export interface Own {
  id: DeviceId;
  user: UserId;
  by: DeviceId | null;
}

const isOwn =
  ({ id, user }: Own) =>
  (eb: ExpressionBuilder<Schema, 'devices'>) =>
    eb.and({ 'devices.id': id, 'devices.user_id': user, 'devices.status': 'active' });

/** The paired browsers. A removed one keeps its row, so that the log can still name it. */
export function createDeviceStore(
  { db, clock, random, audit }: Pick<Floor, 'db' | 'clock' | 'random' | 'audit'>,
  { anotherWay, trust }: DevicesNeeds,
) {
  const find = async (query: Kysely<Schema>, id: DeviceId): Promise<Row<'devices'> | null> =>
    (await byId(query, { id }))[0] ?? null;

  const of = (user: UserId) =>
    db.read.selectFrom('devices').selectAll().where('user_id', '=', user).orderBy('created_at');

  /** Adds a device to a person. */
  async function add(tx: Tx, device: NewDevice): Promise<DeviceId> {
    const id = publicId('DB', random) as DeviceId;
    await tx.query
      .insertInto('devices')
      .values({
        id,
        user_id: device.user,
        name: device.name,
        sign_key: JSON.stringify(device.signKey),
        receive_key: JSON.stringify(device.receiveKey),
        status: 'active',
        created_at: clock.now(),
      })
      .execute();
    await audit.record(tx, {
      event: 'device.added',
      user: device.user,
      device: id,
      detail: { about: device.name },
    });
    tx.changed(`user:${device.user}`);
    return id;
  }

  /** Ends a device. False if it had ended before. */
  async function end(tx: Tx, id: DeviceId, { status, reason }: Ending): Promise<boolean> {
    const ended = await tx.query
      .updateTable('devices')
      .set({ status })
      .where('id', '=', id)
      .where('status', 'in', status === 'suspended' ? ['active'] : ['active', 'suspended'])
      .returning(['user_id', 'name'])
      .executeTakeFirst();
    if (!ended) return false;
    await told(tx, { id, ...ended }, { status, reason });
    return true;
  }

  /** Removes one's own device, as long as another usable way to sign in remains. @throws `last_method` (only the desk may take that one), `not_found` */
  async function endOwn(tx: Tx, own: Own): Promise<void> {
    const ended = await tx.query
      .updateTable('devices')
      .set({ status: 'removed' })
      .where(isOwn(own))
      .where(await anotherWay(tx.query, own))
      .returning(['user_id', 'name'])
      .executeTakeFirst();
    if (!ended) throw new Refusal((await stands(tx, own)) ? 'last_method' : 'not_found');
    const reason = own.by === own.id ? 'unpaired' : 'owner';
    await told(tx, { id: own.id, ...ended }, { status: 'removed', reason, by: own.by });
  }

  const stands = async (tx: Tx, own: Own): Promise<boolean> =>
    (await tx.query.selectFrom('devices').select('id').where(isOwn(own)).executeTakeFirst()) !== undefined;

  async function told(
    tx: Tx,
    { id, user_id: user, name }: Pick<Row<'devices'>, 'id' | 'user_id' | 'name'>,
    { status, reason, by }: Ending & { by?: DeviceId | null },
  ): Promise<void> {
    const event = `device.${status}`;
    await audit.record(tx, {
      event,
      reason,
      alert: status === 'suspended',
      user,
      device: id,
      detail: { about: name, ...(by && by !== id && { by }) },
    });
    await trust.deviceEnded(tx, id, `device_${status}`);
    tx.changed(`device-gone:${id}`);
    tx.changed(`user:${user}`);
  }

  /** @throws `not_found` for what is not this person's, or has ended */
  async function rename(tx: Tx, own: Own, name: string): Promise<void> {
    const renamed = await tx.query
      .updateTable('devices')
      .set({ name })
      .where(isOwn(own))
      .returning('id')
      .executeTakeFirst();
    if (!renamed) throw new Refusal('not_found');
    await audit.record(tx, {
      event: 'device.renamed',
      user: own.user,
      device: own.id,
      ...(own.by && own.by !== own.id && { detail: { by: own.by } }),
    });
    tx.changed(`user:${own.user}`);
  }

  /** Which of these have ended, perhaps by another process. */
  async function ended(ids: DeviceId[]): Promise<DeviceId[]> {
    if (ids.length === 0) return [];
    const rows = await db.read.selectFrom('devices').select('id').where('status', '<>', 'active').execute();
    const gone = new Set(rows.map((row) => row.id));
    return ids.filter((id) => gone.has(id));
  }

  return {
    find,
    list: (user: UserId) => of(user).execute(),
    active: (user: UserId) => activeOf(db.read, { user }),
    add,
    end,
    endOwn,
    rename,
    ended,
  };
}
