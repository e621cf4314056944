import type { Kysely } from 'kysely';
import { Refusal } from '../../lib/protocol/errors.ts';
import type { ApplicationId, DeviceId, TransactionId } from '../../lib/protocol/ids.ts';
import { PresencePost } from '../../lib/protocol/push.ts';
import type { TrustedSignIn } from '../../lib/protocol/trust.ts';
import type { Schema } from '../db/schema.ts';
import { change, statement } from '../db/statement.ts';
import { type HttpContext, parseJson, readBytes } from '../http/http.ts';
import type { Floor, Tx } from '../room.ts';
import type { PresentDevice, PromptNeeds } from './needs.ts';
import { holds } from './owner.ts';
import type { Transaction, Transactions } from './transactions.ts';
import type { Trusted } from './trusted.ts';

const presentAt = (query: Kysely<Schema>, transaction: TransactionId) =>
  query
    .selectFrom('presences')
    .innerJoin('devices', 'devices.id', 'presences.device_id')
    .where('presences.transaction_id', '=', transaction)
    .where('devices.status', '=', 'active');

const anyAt = statement<{ transaction: TransactionId }>()((query, { transaction }) =>
  presentAt(query, transaction).select('devices.id').limit(1),
);

const oneAt = statement<{ transaction: TransactionId; device: DeviceId }>()(
  (query, { transaction, device }) =>
    presentAt(query, transaction).select('devices.id').where('devices.id', '=', device),
);

const latestAt = statement<{ transaction: TransactionId }>()((query, { transaction }) =>
  presentAt(query, transaction)
    .select(['devices.id', 'devices.name'])
    .orderBy('presences.recorded_at', 'desc')
    .limit(1),
);

const scene = statement<{ application: ApplicationId; transaction: TransactionId }>()(
  (query, { application, transaction }) =>
    query
      .selectFrom('applications')
      .select(({ exists }) => [
        'name',
        exists(presentAt(query, transaction).select('devices.id')).as('present'),
      ])
      .where('id', '=', application),
);

const insert = change<{ transaction: TransactionId; device: DeviceId; now: number }>()(
  (query, { transaction, device, now }) =>
    query
      .insertInto('presences')
      .values({ transaction_id: transaction, device_id: device, recorded_at: now })
      .onConflict((conflict) => conflict.doNothing()),
);

/** Whether any device has proven presence that may still speak. */
export const anyPresent = async (query: Kysely<Schema>, transaction: TransactionId): Promise<boolean> =>
  (await anyAt(query, { transaction })).length > 0;

/** Whether this one is among them. */
export const isPresent = async (
  query: Kysely<Schema>,
  asked: { transaction: TransactionId; device: DeviceId },
): Promise<boolean> => (await oneAt(query, asked)).length > 0;

/** The one of those devices that did so last. */
export const presentDevice = async (query: Kysely<Schema>, transaction: TransactionId) =>
  (await latestAt(query, { transaction }))[0] ?? null;

/** What a look at a prompt shows around it: the name of what it signs in to, and whether any device is present. */
export async function sceneOf(
  query: Kysely<Schema>,
  { id: transaction, application_id: application }: Transaction,
): Promise<{ name: string; present: boolean }> {
  const [found] = await scene(query, { application, transaction });
  return { name: found?.name ?? '', present: found?.present === 1 };
}

/** A paired browser, and the prompt that is open in it. */
interface Here {
  transaction: Transaction;
  device: PresentDevice;
}

/** What became of it. */
interface Taken {
  application: ApplicationId;
  until: number | null;
}

/**
 * Presence is proven, not claimed: one request carries the device's proof *and* the transaction's own cookie,
 * which only the browser that shows the prompt can send. It is recorded per (transaction, device). Where the person
 * trusts that browser, this is all that their sign-in takes.
 */
export function createPresence(
  { db, clock, audit }: Pick<Floor, 'db' | 'clock' | 'audit'>,
  { transactions, trusted, needs }: { transactions: Transactions; trusted: Trusted; needs: PromptNeeds },
) {
  return async function prove(c: HttpContext): Promise<Response> {
    const body = await readBytes(c);
    const device = await needs.devices.authenticate(c, body);
    const post = parseJson(body, PresencePost);
    const taken = await db.write(async (tx) => {
      await device.spend(tx);
      const transaction = await transactions.find(tx.query, post.transaction);
      const proven =
        transaction !== null &&
        holds(c, transaction) &&
        transaction.challenge === post.challenge &&
        transaction.user_id === device.user &&
        transaction.expires_at > clock.now();
      return proven
        ? { application: transaction.application_id, until: await take(tx, { transaction, device }) }
        : null;
    });
    if (!taken) throw new Refusal('presence_refused');
    return c.json({ trusted: await signInOf(taken) });
  };

  /** After the write: within it, to wait for what is durable would hold up everybody else's. */
  async function signInOf({ application, until }: Taken): Promise<TrustedSignIn | null> {
    if (until === null) return null;
    return { application: (await needs.applications.find(application))?.name ?? '', until };
  }

  /** Also when it was recorded before: the browser may be trusted since. Until when it is; null where it is not. */
  async function take(tx: Tx, here: Here): Promise<number | null> {
    const first = await record(tx, here);
    const until = await trusted.byKey(tx, here);
    if (!first || until !== null) return until;
    for (const factor of needs.factors) await factor.present(tx, here.transaction);
    await transactions.touch(tx, here.transaction.id);
    return null;
  }

  /** False if it was recorded before. */
  async function record(tx: Tx, { transaction, device }: Here): Promise<boolean> {
    const recorded = await insert(tx.query, {
      transaction: transaction.id,
      device: device.id,
      now: clock.now(),
    });
    if (!recorded) return false;
    await audit.record(tx, {
      event: 'presence.recorded',
      user: device.user,
      device: device.id,
      application: transaction.application_id,
      transaction: transaction.id,
    });
    return true;
  }
}
