import type { Kysely } from 'kysely';
import type { GroupId, UserId } from '../../lib/protocol/ids.ts';
import type { Row, Schema } from '../db/schema.ts';
import type { Floor, Tx } from '../room.ts';
import { entryOf } from './entry.ts';
import type { GroupsNeeds } from './needs.ts';

interface Membership {
  group: GroupId;
  user: UserId;
}

/** Who is in which group. Whoever joins or leaves is let in, or turned away, by the group's status from then on. */
export function createMembers(
  { clock, audit }: Pick<Floor, 'clock' | 'audit'>,
  { trust, portal, prompts }: Pick<GroupsNeeds, 'trust' | 'portal' | 'prompts'>,
) {
  /** False for a member, and where one of the two is not there. */
  async function join(tx: Tx, { group, user }: Membership): Promise<boolean> {
    const joined = await tx.query
      .insertInto('group_members')
      .columns(['user_id', 'group_id'])
      .expression((rows) =>
        rows
          .selectFrom(['users', 'groups'])
          .select(['users.id as user_id', 'groups.id as group_id'])
          .where('users.id', '=', user)
          .where('groups.id', '=', group),
      )
      .onConflict((conflict) => conflict.doNothing())
      .returning('group_id')
      .executeTakeFirst();
    const joinedGroup = joined && (await find(tx.query, group));
    if (!joinedGroup) return false;
    await audit.record(tx, entryOf(joinedGroup, { event: 'group.joined', user }));
    await takeStatus(tx, user, joinedGroup);
    await tell(tx, user);
    return true;
  }

  /** False for whoever is no member. */
  async function leave(tx: Tx, { group, user }: Membership): Promise<boolean> {
    const left = await tx.query
      .deleteFrom('group_members')
      .where('group_id', '=', group)
      .where('user_id', '=', user)
      .returning('group_id')
      .executeTakeFirst();
    const leftGroup = left && (await find(tx.query, group));
    if (!leftGroup) return false;
    await audit.record(tx, entryOf(leftGroup, { event: 'group.left', user }));
    await tell(tx, user);
    return true;
  }

  /** A bypass is told to whomever it begins for; being disabled revives nothing later. */
  async function takeStatus(tx: Tx, user: UserId, group: Row<'groups'>): Promise<void> {
    const { status, status_until: until } = group;
    if (status === 'disabled') {
      await trust.userChanged(tx, user);
      await portal.closeAll(tx, user);
    }
    if (until === null || until <= clock.now() || !(await followsGroups(tx, user))) return;
    const begun = { event: 'user.bypass_begun', reason: 'group', alert: true, user, detail: { until } };
    await audit.record(tx, entryOf(group, begun));
  }

  /** Whoever has a status of their own takes none from a group. */
  async function followsGroups(tx: Tx, user: UserId): Promise<boolean> {
    const row = await tx.query
      .selectFrom('users')
      .select('id')
      .where('id', '=', user)
      .where('status', '=', 'active')
      .executeTakeFirst();
    return row !== undefined;
  }

  async function tell(tx: Tx, user: UserId): Promise<void> {
    await prompts.wake(tx, user);
    tx.changed(`user:${user}`);
  }

  const find = (query: Kysely<Schema>, id: GroupId) =>
    query.selectFrom('groups').selectAll().where('id', '=', id).executeTakeFirst();

  return {
    join,
    leave,

    /** Everybody in a group, by name. */
    members: (query: Kysely<Schema>, group: GroupId): Promise<Row<'people'>[]> =>
      query
        .selectFrom('people')
        .innerJoin('group_members', 'group_members.user_id', 'people.id')
        .selectAll('people')
        .where('group_members.group_id', '=', group)
        .orderBy('username_key')
        .execute(),

    /** The groups of a person, the oldest first, as their policies follow each other. */
    of: (query: Kysely<Schema>, user: UserId): Promise<Row<'groups'>[]> =>
      query
        .selectFrom('groups')
        .innerJoin('group_members', 'group_members.group_id', 'groups.id')
        .selectAll('groups')
        .where('group_members.user_id', '=', user)
        .orderBy('created_at')
        .execute(),
  };
}
