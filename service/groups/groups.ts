import { type Kysely, sql } from 'kysely';
import type { GroupId } from '../../lib/protocol/ids.ts';
import type { Row, Schema } from '../db/schema.ts';
import { publicId } from '../ids.ts';
import type { Floor, Tx } from '../room.ts';
import { entryOf } from './entry.ts';
import { createMembers } from './members.ts';
import type { GroupsNeeds } from './needs.ts';
import { createGroupStatuses } from './statuses.ts';

/** A group as a list shows it. */
interface ListedGroup extends Row<'groups'> {
  members: number;
}

/** Groups of people: what is set for one holds for all its members (§5.12). */
export function createGroups(
  { db, clock, random, audit }: Pick<Floor, 'db' | 'clock' | 'random' | 'audit'>,
  needs: GroupsNeeds,
) {
  /** Null if the name is taken. */
  async function add(tx: Tx, name: string): Promise<GroupId | null> {
    const id = publicId('DG', random) as GroupId;
    const added = await tx.query
      .insertInto('groups')
      .values({
        id,
        name,
        name_key: nameKey(name),
        status: 'active',
        status_until: null,
        // Of two groups the newer one's policy counts, so no two are equally new.
        created_at: sql<number>`MAX(${clock.now()}, (SELECT COALESCE(MAX(created_at), 0) + 1 FROM groups))`,
      })
      .onConflict((conflict) => conflict.column('name_key').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!added) return null;
    await audit.record(tx, entryOf({ id, name }, { event: 'group.added' }));
    return id;
  }

  /** Its members stay, and follow what holds without it. */
  async function remove(tx: Tx, id: GroupId): Promise<boolean> {
    const removed = await tx.query
      .deleteFrom('groups')
      .where('id', '=', id)
      .returning(['id', 'name'])
      .executeTakeFirst();
    if (!removed) return false;
    await needs.prompts.wakeGroup(tx, id);
    await tx.query.deleteFrom('group_members').where('group_id', '=', id).execute();
    await needs.policies.forget(tx, id);
    await audit.record(tx, entryOf(removed, { event: 'group.removed' }));
    return true;
  }

  return {
    add,
    remove,
    ...createMembers({ clock, audit }, needs),
    ...createGroupStatuses({ clock, audit }, needs),

    /** Finds by the name as people write it: Unicode form and case do not matter. */
    byName: async (query: Kysely<Schema>, name: string): Promise<Row<'groups'> | null> =>
      (await query
        .selectFrom('groups')
        .selectAll()
        .where('name_key', '=', nameKey(name))
        .executeTakeFirst()) ?? null,

    /** All of them, by name. */
    list: (): Promise<ListedGroup[]> =>
      db.read
        .selectFrom('groups')
        .selectAll()
        .select((group) =>
          group
            .selectFrom('group_members')
            .whereRef('group_members.group_id', '=', 'groups.id')
            .select((row) => row.fn.countAll<number>().as('count'))
            .$asScalar()
            .$notNull()
            .as('members'),
        )
        .orderBy('name_key')
        .execute(),
  };
}

const nameKey = (name: string): string => name.normalize('NFKC').toLowerCase();
