import type { Kysely } from 'kysely';
import {
  type ApplicationId,
  type DeviceId,
  OWN_APPLICATION,
  type UserId,
} from '../../../lib/protocol/ids.ts';
import type { Row, Schema } from '../../db/schema.ts';
import type { TrustingNeeds } from '../needs.ts';

type Transaction = Row<'transactions'>;

/** What a "yes" would mean. */
export interface Offer {
  user: UserId;
  /** Null: all applications. */
  application: ApplicationId | null;
  /** Whose key would stand for this browser; null: a cookie would. */
  device: { id: DeviceId; name: string } | null;
  hours: number;
  limit: number;
}

/** After these nobody is asked: nothing was proven, nothing new was, or by what the help desk gave somebody out of luck. */
const NO_REASON: ReadonlySet<string> = new Set(['none', 'bypass', 'remembered_device', 'bypass_code']);

/** What may be trusted after this sign-in; null where policy, or how it was approved, allows nothing. */
export function createOffer({
  policies,
  prompt,
  users,
}: Pick<TrustingNeeds, 'policies' | 'prompt' | 'users'>) {
  /** Not after all trust was ended: whoever approved this may be why. */
  const isLater = async (query: Kysely<Schema>, user: UserId, approvedAt: number | null): Promise<boolean> =>
    (approvedAt ?? 0) >= ((await users.find(query, user))?.trust_from ?? 0);

  return async function offerOf(query: Kysely<Schema>, transaction: Transaction): Promise<Offer | null> {
    const { id, user_id: user, application_id: application, factor } = transaction;
    if (!user || application === OWN_APPLICATION || NO_REASON.has(factor ?? 'none')) return null;
    const { hours, scope, deviceKey, limit } = (await policies.effective(query, { application, user }))
      .trustedBrowsers;
    if (hours === 0) return null;
    if (!(await isLater(query, user, transaction.approved_at))) return null;
    const device = await prompt.presentDevice(query, id);
    if (!device && deviceKey === 'required') return null;
    return { user, application: scope === 'all' ? null : application, device, hours, limit };
  };
}

export type OfferOf = ReturnType<typeof createOffer>;
