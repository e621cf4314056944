import { type Kysely, sql } from 'kysely';
import * as v from 'valibot';
import { type ApplicationId, GroupId, type UserId } from '../../lib/protocol/ids.ts';
import type { Schema } from '../db/schema.ts';
import { statement } from '../db/statement.ts';
import type { Floor, Tx } from '../room.ts';
import type { PoliciesNeeds } from './needs.ts';
import {
  applyChanges,
  defaultPolicy,
  GroupChanges,
  mergeChanges,
  type Policy,
  PolicyChanges,
} from './policy.ts';

/** For whom a policy is asked; `user` null where nobody is known yet. */
export interface About {
  application: ApplicationId;
  user: UserId | null;
}

const inForce = statement<About>()((query, { application, user }) =>
  query
    .selectFrom('policies')
    .select(['scope', 'settings', sql.lit(0).as('position')])
    .where('scope', '=', 'global')
    // Cheaper than a list of both, for which SQLite makes a table at each run.
    .unionAll(
      query
        .selectFrom('policies')
        .select(['scope', 'settings', sql.lit(1).as('position')])
        .where('scope', '=', application),
    )
    .unionAll(
      query
        .selectFrom('group_members as member')
        .innerJoin('groups', 'groups.id', 'member.group_id')
        .innerJoin('policies', 'policies.scope', 'member.group_id')
        .select(['policies.scope', 'policies.settings', 'groups.created_at as position'])
        .where('member.user_id', '=', user),
    ),
);

/** `global`, or the application or group whose row it is. */
export type PolicyScope = 'global' | ApplicationId | GroupId;

export interface Policies {
  /**
   * What holds for one person at one application: the defaults, the global row, the application's, then those of the
   * person's groups, the newest group last. Read where it is used, so that a change holds at once.
   */
  effective(query: Kysely<Schema>, about: About): Promise<Policy>;
  /** What holds everywhere, and for each application that has a row of its own; groups change nothing of these. */
  everywhere(query: Kysely<Schema>): Promise<Map<'global' | ApplicationId, Policy>>;
  /** What one scope's row itself says. */
  show(scope: PolicyScope): Promise<PolicyChanges>;
  /** Adds changes to a scope's row; a member set to `undefined` follows the wider scope again. */
  set(tx: Tx, scope: PolicyScope, changes: PolicyChanges): Promise<void>;
  /** For when a group ends. */
  forget(tx: Tx, group: GroupId): Promise<void>;
}

export function createPolicies(
  { db, clock, audit }: Pick<Floor, 'db' | 'clock' | 'audit'>,
  { trust }: PoliciesNeeds,
): Policies {
  return {
    async effective(query, about) {
      const rows = await inForce(query, about);
      if (rows.length === 0) return defaultPolicy;
      // The narrower scope comes later and wins.
      const ordered = rows.toSorted((a, b) => a.position - b.position);
      return ordered.reduce((policy, row) => applyChanges(policy, parse(row.settings)), defaultPolicy);
    },

    async everywhere(query) {
      const rows = await query.selectFrom('policies').selectAll().execute();
      const wide = rows.filter(({ scope }) => !isGroup(scope));
      const changes = new Map(
        wide.map(({ scope, settings }) => [scope as 'global' | ApplicationId, parse(settings)]),
      );
      const global = applyChanges(defaultPolicy, changes.get('global') ?? {});
      const own = [...changes].map(([scope, change]) => [scope, applyChanges(global, change)] as const);
      return new Map([...own, ['global', global]]);
    },

    async show(scope) {
      return read(db.read, scope);
    },

    async set(tx, scope, changes) {
      if (isGroup(scope)) v.parse(GroupChanges, changes);
      const settings = JSON.stringify(mergeChanges(await read(tx.query, scope), changes));
      const row = { settings, updated_at: clock.now() };
      await tx.query
        .insertInto('policies')
        .values({ scope, ...row })
        .onConflict((conflict) => conflict.column('scope').doUpdateSet(row))
        .execute();
      await audit.record(tx, {
        event: 'policy.changed',
        reason: Object.keys(changes).join(' '),
        ...(scope !== 'global' && !isGroup(scope) && { application: scope }),
        ...(isGroup(scope) && { detail: { group: scope } }),
      });
      await trust.policyChanged(tx);
    },

    async forget(tx, group) {
      await tx.query.deleteFrom('policies').where('scope', '=', group).execute();
    },
  };
}

async function read(query: Kysely<Schema>, scope: PolicyScope): Promise<PolicyChanges> {
  const row = await query
    .selectFrom('policies')
    .select('settings')
    .where('scope', '=', scope)
    .executeTakeFirst();
  return row ? parse(row.settings) : {};
}

const isGroup = (scope: string): scope is GroupId => v.is(GroupId, scope);

const parse = (settings: string): PolicyChanges => v.parse(PolicyChanges, JSON.parse(settings));
