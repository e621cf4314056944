import type { Kysely } from 'kysely';
import * as v from 'valibot';
import type { ApplicationId } from '../../lib/protocol/ids.ts';
import type { Schema } from '../db/schema.ts';
import { statement } from '../db/statement.ts';
import type { Floor, Tx } from '../room.ts';
import type { PoliciesNeeds } from './needs.ts';
import { applyChanges, defaultPolicy, mergeChanges, type Policy, PolicyChanges } from './policy.ts';

const inForce = statement<{ application: ApplicationId }>()((query, { application }) =>
  query
    .selectFrom('policies')
    .selectAll()
    .where('scope', '=', 'global')
    // Cheaper than a list of both, for which SQLite makes a table at each run.
    .unionAll(query.selectFrom('policies').selectAll().where('scope', '=', application)),
);

/** `global`, or the application whose row it is. */
export type PolicyScope = 'global' | ApplicationId;

export interface Policies {
  /** What holds for one application: the defaults, the global row, its own row. Read where it is used, so that a change holds at once. */
  effective(query: Kysely<Schema>, application: ApplicationId): Promise<Policy>;
  /** What holds everywhere, and for each application that has a row of its own. */
  everywhere(query: Kysely<Schema>): Promise<Map<PolicyScope, Policy>>;
  /** What one scope's row itself says. */
  show(scope: PolicyScope): Promise<PolicyChanges>;
  /** Adds changes to a scope's row; a member set to `undefined` follows the wider scope again. */
  set(tx: Tx, scope: PolicyScope, changes: PolicyChanges): Promise<void>;
}

export function createPolicies(
  { db, clock, audit }: Pick<Floor, 'db' | 'clock' | 'audit'>,
  { trust }: PoliciesNeeds,
): Policies {
  return {
    async effective(query, application) {
      const rows = await inForce(query, { application });
      if (rows.length === 0) return defaultPolicy;
      // `global` first, so that the application's own row wins.
      const ordered = rows.toSorted((a, b) => Number(b.scope === 'global') - Number(a.scope === 'global'));
      return ordered.reduce((policy, row) => applyChanges(policy, parse(row.settings)), defaultPolicy);
    },

    async everywhere(query) {
      const rows = await query.selectFrom('policies').selectAll().execute();
      const changes = new Map(rows.map(({ scope, settings }) => [scope as PolicyScope, parse(settings)]));
      const global = applyChanges(defaultPolicy, changes.get('global') ?? {});
      const own = [...changes].map(([scope, change]) => [scope, applyChanges(global, change)] as const);
      return new Map([...own, ['global', global]]);
    },

    async show(scope) {
      return read(db.read, scope);
    },

    async set(tx, scope, changes) {
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
        ...(scope !== 'global' && { application: scope }),
      });
      await trust.policyChanged(tx);
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

const parse = (settings: string): PolicyChanges => v.parse(PolicyChanges, JSON.parse(settings));
