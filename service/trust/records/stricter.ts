import { sql } from 'kysely';
import { HOUR } from '../../../lib/ports/clock.ts';
import type { ApplicationId } from '../../../lib/protocol/ids.ts';
import type { Floor, Tx } from '../../room.ts';
import type { Endings, Trusts } from './endings.ts';
import type { TrustNeeds, TrustRule } from './needs.ts';
import { beyond, loosestLimit } from './over-limit.ts';

type Allowed = Pick<TrustRule, 'hours' | 'deviceKey' | 'limit'>;

const NOTHING: Allowed = { hours: 0, deviceKey: 'required', limit: 1 };

/**
 * For when a policy was changed, in the same transaction: ends the trusts that it no longer allows and shortens the
 * others, so that loosening it again revives nothing.
 */
export function createStricter(
  { clock }: Pick<Floor, 'clock'>,
  { needs, end }: { needs: TrustNeeds; end: Endings['end'] },
) {
  return async function policyChanged(tx: Tx): Promise<void> {
    const rules = await needs.policies.everywhere(tx.query);
    const trusted = await tx.query
      .selectFrom('trusts')
      .select('application_id')
      .distinct()
      .where('ended_at', 'is', null)
      .execute();
    for (const { application_id: application } of trusted) {
      const own = application && (rules.get(application) ?? rules.get('global'));
      const rule = own ? own.trustedBrowsers : loosest([...rules.values()].map((r) => r.trustedBrowsers));
      await keepTo(tx, application, rule);
    }
    const limit = loosestLimit(rules.values());
    await end(tx, () => beyond({ limit }), { reason: 'policy_changed' });
  };

  async function keepTo(tx: Tx, application: ApplicationId | null, rule: Allowed): Promise<void> {
    const length = rule.hours * HOUR;
    const ofThis = (trusts: Trusts) => trusts('application_id', 'is', application);
    await end(
      tx,
      (trusts) =>
        trusts.and([
          ofThis(trusts),
          trusts.or([
            trusts('created_at', '<=', clock.now() - length),
            beyond({ application, limit: rule.limit }),
            ...(rule.deviceKey === 'required' ? [trusts('family_id', 'is not', null)] : []),
          ]),
        ]),
      { reason: 'policy_changed' },
    );
    const shortened = await tx.query
      .updateTable('trusts')
      .set({ expires_at: sql<number>`created_at + ${length}` })
      .where('ended_at', 'is', null)
      .where(ofThis)
      .where('expires_at', '>', sql<number>`created_at + ${length}`)
      .returning('user_id')
      .execute();
    for (const { user_id } of shortened) tx.changed(`user:${user_id}`);
  }
}

/** A trust for all applications stands for as long as any of them takes it; each judges it by its own policy as well. */
function loosest(rules: readonly TrustRule[]): Allowed {
  const takers = rules.filter(({ scope }) => scope === 'all');
  if (takers.length === 0) return NOTHING;
  return {
    hours: Math.max(...takers.map(({ hours }) => hours)),
    deviceKey: takers.every(({ deviceKey }) => deviceKey === 'required') ? 'required' : 'optional',
    limit: Math.max(...takers.map(({ limit }) => limit)),
  };
}
