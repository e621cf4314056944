import { type Kysely, sql } from 'kysely';
import type { Clock } from '../../lib/ports/clock.ts';
import type { CredentialId } from '../../lib/protocol/ids.ts';
import type { Schema } from '../db/schema.ts';
import { change } from '../db/statement.ts';
import type { Tx } from '../room.ts';
import type { Credential, Tell } from './tell.ts';

/** What one use reported. */
export interface Use {
  signCount: number;
  backedUp: boolean;
}

interface UseOf {
  id: CredentialId;
  signCount: number;
  backedUp: number;
  now: number;
}

const record = (query: Kysely<Schema>, { id, signCount, backedUp, now }: UseOf) =>
  query
    .updateTable('credentials')
    .set({ sign_count: signCount, backed_up: backedUp, last_used_at: now })
    .where('id', '=', id)
    .where('removed_at', 'is', null);

const useAnyway = change<UseOf>()(record);

/** A counter that stays at zero counts nothing; any other must grow with each use (WebAuthn §6.1.1). */
const useCounted = change<UseOf>()((query, use) =>
  record(query, use).where(
    sql<boolean>`(sign_count < ${use.signCount} OR (sign_count = 0 AND ${use.signCount} = 0))`,
  ),
);

/** Counts what a credential was used for, and notices where two count against each other. */
export function createUses({ clock, tell }: { clock: Clock; tell: Tell }) {
  const useOf = ({ id }: Credential, { signCount, backedUp }: Use): UseOf => ({
    id,
    signCount,
    backedUp: backedUp ? 1 : 0,
    now: clock.now(),
  });

  return {
    /** Records a use. False where the counter ran backwards, or the credential was removed meanwhile. */
    used: async (tx: Tx, credential: Credential, use: Use): Promise<boolean> =>
      (await useCounted(tx.query, useOf(credential, use))) > 0,

    /** The same whatever its counter says, for a policy that only warns. */
    usedAnyway: async (tx: Tx, credential: Credential, use: Use): Promise<boolean> =>
      (await useAnyway(tx.query, useOf(credential, use))) > 0,

    /** The counter ran backwards: somebody may have a copy. Told once, however often the copies are used. */
    async suspect(tx: Tx, { id }: Credential): Promise<void> {
      const row = await tx.query
        .updateTable('credentials')
        .set({ clone_suspected_at: clock.now() })
        .where('id', '=', id)
        .where('removed_at', 'is', null)
        .where('clone_suspected_at', 'is', null)
        .returningAll()
        .executeTakeFirst();
      if (row) await tell(tx, row, { event: 'credential.clone_suspected', alert: true });
    },
  };
}
