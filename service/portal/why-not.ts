import type { Kysely } from 'kysely';
import { Refusal } from '../../lib/protocol/errors.ts';
import { OWN_APPLICATION, type UserId } from '../../lib/protocol/ids.ts';
import type { Schema } from '../db/schema.ts';
import type { PortalNeeds } from './needs.ts';

/** Why this person may not open the portal, however well they have proven themselves; null if they may. */
export const createWhyNot = ({ users, policies }: Pick<PortalNeeds, 'users' | 'policies'>) =>
  async function whyNot(query: Kysely<Schema>, user: UserId): Promise<Refusal | null> {
    const person = await users.find(query, user);
    if (person?.status !== 'active') return new Refusal('user_disabled');
    const { lockout } = await policies.effective(query, { application: OWN_APPLICATION, user });
    return lockout.scope === 'all' && users.isLocked(person) ? new Refusal('locked_out') : null;
  };
