import { type Kysely, sql } from 'kysely';
import { MINUTE } from '../../lib/ports/clock.ts';
import type { UserId } from '../../lib/protocol/ids.ts';
import type { Row, Schema } from '../db/schema.ts';
import { change, statement } from '../db/statement.ts';
import { publicId } from '../ids.ts';
import type { Floor, Tx } from '../room.ts';
import type { UsersNeeds } from './needs.ts';
import { createStatuses, type UserStatus } from './statuses.ts';

const byId = statement<{ id: UserId }>()((query, { id }) =>
  query.selectFrom('people').selectAll().where('id', '=', id),
);

const byKey = statement<{ key: string }>()((query, { key }) =>
  query.selectFrom('people').selectAll().where('username_key', '=', key),
);

const forgetFailures = change<{ id: UserId; now: number }>()((query, { id, now }) =>
  query
    .updateTable('users')
    .set({ failures: 0, locked_at: null, locked_until: null })
    .where('id', '=', id)
    .where('failures', '>', 0)
    // A lock-out in force ends by time or by the operator, not by a factor that it leaves alone.
    .where((row) => row.or([row('locked_at', 'is', null), row('locked_until', '<=', now)])),
);

export interface NewUser {
  username: string;
  displayName: string;
  email: string | null;
}

/** The part of a policy that a lock-out follows. */
export interface LockoutRule {
  threshold: number;
  /** 0: until unlocked. */
  minutes: number;
}

export interface Users {
  /** With what their groups add. */
  find(query: Kysely<Schema>, id: UserId): Promise<Row<'people'> | null>;
  /** Finds by the name as people write it: Unicode form and case do not matter. */
  byName(query: Kysely<Schema>, username: string): Promise<Row<'people'> | null>;
  /** The form in which names are compared. */
  keyOf(username: string): string;
  list(): Promise<Row<'people'>[]>;
  /** Null if the name is taken. */
  add(tx: Tx, user: NewUser): Promise<UserId | null>;
  /** False where nothing would change. */
  setStatus(tx: Tx, id: UserId, status: UserStatus): Promise<boolean>;
  /** Ends the bypasses whose time is over. */
  expire(tx: Tx): Promise<void>;
  unlock(tx: Tx, id: UserId): Promise<boolean>;
  /** Counts a wrong secret; true if this one locked the account. */
  recordFailure(tx: Tx, id: UserId, rule: LockoutRule): Promise<boolean>;
  recordSuccess(tx: Tx, id: UserId): Promise<void>;
  isLocked(user: Pick<Row<'users'>, 'locked_at' | 'locked_until'>): boolean;
}

export function createUsers(
  { db, clock, random, audit }: Pick<Floor, 'db' | 'clock' | 'random' | 'audit'>,
  needs: UsersNeeds,
): Users {
  return {
    ...createStatuses({ clock, audit }, needs),

    find: async (query, id) => (await byId(query, { id }))[0] ?? null,

    byName: async (query, username) => (await byKey(query, { key: usernameKey(username) }))[0] ?? null,

    keyOf: usernameKey,

    list: () => db.read.selectFrom('people').selectAll().orderBy('username_key').execute(),

    async add(tx, user) {
      const id = publicId('DU', random) as UserId;
      const added = await tx.query
        .insertInto('users')
        .values({
          id,
          username: user.username,
          username_key: usernameKey(user.username),
          display_name: user.displayName,
          email: user.email,
          status: 'active',
          failures: 0,
          locked_at: null,
          locked_until: null,
          created_at: clock.now(),
        })
        .onConflict((conflict) => conflict.column('username_key').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (!added) return null;
      await audit.record(tx, { event: 'user.added', user: id });
      return id;
    },

    async unlock(tx, id) {
      const changed = await tx.query
        .updateTable('users')
        .set({ failures: 0, locked_at: null, locked_until: null })
        .where('id', '=', id)
        .where('locked_at', 'is not', null)
        .returning('id')
        .executeTakeFirst();
      if (!changed) return false;
      await audit.record(tx, { event: 'user.unlocked', user: id });
      await needs.prompts.wake(tx, id);
      tx.changed(`user:${id}`);
      return true;
    },

    async recordFailure(tx, id, { threshold, minutes }) {
      const now = clock.now();
      const locks = sql<boolean>`failures + 1 >= ${threshold}`;
      const row = await tx.query
        .updateTable('users')
        .set({
          failures: sql<number>`failures + 1`,
          locked_at: sql<number | null>`CASE WHEN ${locks} THEN ${now} ELSE locked_at END`,
          locked_until: sql<
            number | null
          >`CASE WHEN ${locks} THEN ${minutes === 0 ? null : now + minutes * MINUTE} ELSE locked_until END`,
        })
        .where('id', '=', id)
        .returning(['failures', 'locked_at'])
        .executeTakeFirstOrThrow();
      // A locked account counts nothing, so each time is a new lock-out: also the first wrong secret after one ended.
      if (row.failures < threshold) return false;
      await audit.record(tx, { event: 'user.locked_out', user: id, alert: true });
      await needs.prompts.wake(tx, id);
      return true;
    },

    async recordSuccess(tx, id) {
      await forgetFailures(tx.query, { id, now: clock.now() });
    },

    isLocked: (user) =>
      user.locked_at !== null && (user.locked_until === null || user.locked_until > clock.now()),
  };
}

const usernameKey = (username: string): string => username.normalize('NFKC').toLowerCase();
