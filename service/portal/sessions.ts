import type { Kysely } from 'kysely';
import type { DeviceId, GroupId, TransactionId, UserId } from '../../lib/protocol/ids.ts';
import { PORTAL_LIFE } from '../../lib/protocol/portal.ts';
import type { Schema } from '../db/schema.ts';
import { hashOf, secretToken } from '../ids.ts';
import type { AuditEntry, Floor, Tx } from '../room.ts';

/** Somebody's look at the portal. */
export interface Session {
  user: UserId;
  /** The paired browser that opened it; null where none did. */
  device: DeviceId | null;
  transaction: TransactionId | null;
  /** When the person proved who they are: by the sign-in behind it, or at the portal itself. */
  provenAt: number;
  expiresAt: number;
}

/** Who opens it. */
interface Opening extends Pick<Session, 'user' | 'device' | 'transaction'> {
  /** By what, how that is called, and where they wanted to go. */
  entry: Pick<AuditEntry, 'reason' | 'detail' | 'application'>;
}

/** Who looks at the portal, by the hash of their cookie. A row is opened once and never changed. */
export function createPortalSessions({ clock, random, audit }: Pick<Floor, 'clock' | 'random' | 'audit'>) {
  /** The session, while it stands: it ends with its time, its person, its browser and its sign-in. */
  async function find(query: Kysely<Schema>, secret: string): Promise<Session | null> {
    const row = await query
      .selectFrom('portal_sessions as session')
      .innerJoin('people', 'people.id', 'session.user_id')
      .leftJoin('devices', 'devices.id', 'session.device_id')
      .leftJoin('transactions', 'transactions.id', 'session.transaction_id')
      .select((row) => [
        'session.user_id as user',
        'session.device_id as device',
        'session.transaction_id as transaction',
        row.fn.coalesce('transactions.approved_at', 'session.created_at').as('provenAt'),
        'session.expires_at as expiresAt',
      ])
      .where('session.hash', '=', hashOf(secret))
      .where('session.expires_at', '>', clock.now())
      .where('people.status', '=', 'active')
      .where((row) => row.or([row('session.device_id', 'is', null), row('devices.status', '=', 'active')]))
      // "Not you?"
      .where((row) =>
        row.or([row('session.transaction_id', 'is', null), row('transactions.state', '<>', 'refused')]),
      )
      .executeTakeFirst();
    return row ?? null;
  }

  /** Opens it for whoever has just proven themselves; answers the cookie's value. */
  async function open(tx: Tx, { user, device, transaction, entry }: Opening): Promise<string> {
    const secret = secretToken(random);
    const now = clock.now();
    await tx.query
      .insertInto('portal_sessions')
      .values({
        hash: hashOf(secret),
        user_id: user,
        device_id: device,
        transaction_id: transaction,
        created_at: now,
        expires_at: now + PORTAL_LIFE,
      })
      .execute();
    const where = { ...(device && { device }), ...(transaction && { transaction }) };
    await audit.record(tx, { event: 'portal.opened', user, ...where, ...entry });
    return secret;
  }

  return {
    find,
    open,
    /** What was opened from this prompt. */
    async closeOpenedFrom(tx: Tx, transaction: TransactionId): Promise<void> {
      await tx.query.deleteFrom('portal_sessions').where('transaction_id', '=', transaction).execute();
    },
    async closeAll(tx: Tx, user: UserId): Promise<void> {
      await tx.query.deleteFrom('portal_sessions').where('user_id', '=', user).execute();
    },
    /** The same for the members of a group. */
    async closeGroup(tx: Tx, group: GroupId): Promise<void> {
      const members = tx.query.selectFrom('group_members').select('user_id').where('group_id', '=', group);
      await tx.query.deleteFrom('portal_sessions').where('user_id', 'in', members).execute();
    },
    async close(tx: Tx, secret: string): Promise<void> {
      await tx.query.deleteFrom('portal_sessions').where('hash', '=', hashOf(secret)).execute();
    },
  };
}

export type Sessions = ReturnType<typeof createPortalSessions>;
