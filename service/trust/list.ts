import type { Kysely } from 'kysely';
import type { UserId } from '../../lib/protocol/ids.ts';
import type { TrustedBrowser } from '../../lib/protocol/trust.ts';
import type { Schema } from '../db/schema.ts';
import type { TrustingNeeds } from './needs.ts';
import { type Holder, holderId } from './records/holder.ts';

interface Asked {
  user: UserId;
  /** The browser that asks; null where nothing stands for it. */
  here: Holder | null;
}

/** A person's trusted browsers as they see them, the one that was used last first. */
export function createList({ trust, placeOf }: Pick<TrustingNeeds, 'trust' | 'placeOf'>) {
  return async function list(query: Kysely<Schema>, { user, here }: Asked): Promise<TrustedBrowser[]> {
    const trusted = await trust.list(query, user);
    return trusted.map((one) => ({
      id: one.id,
      browser: one.browser,
      holder: 'device' in one.holder ? 'key' : 'cookie',
      here: here !== null && holderId(here) === holderId(one.holder),
      application: one.application?.name ?? null,
      since: one.since,
      until: one.until,
      lastUsed: one.usedAt,
      address: one.usedAddress,
      place: placeOf(one.usedAddress),
    }));
  };
}

export type List = ReturnType<typeof createList>;
