import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type ApplicationId, OWN_APPLICATION, type UserId } from '../../lib/protocol/ids.ts';
import type { Schema } from '../db/schema.ts';

/** What the store of authenticators needs of other rooms. */
export interface CredentialsNeeds {
  policies: {
    effective(
      query: Kysely<Schema>,
      application: ApplicationId,
    ): Promise<{ browserApproval: string; cloneSuspected: 'warn' | 'refuse' }>;
  };
}

/**
 * For a statement's WHERE: the person can sign in by something else than `id`. What policy switches off does not
 * count; the policy is the one under which people get as far as their own settings.
 */
export async function anotherWay(
  query: Kysely<Schema>,
  { id, user, policies }: CredentialsNeeds & { id: string; user: UserId },
): Promise<RawBuilder<boolean>> {
  const policy = await policies.effective(query, OWN_APPLICATION);
  const push = policy.browserApproval === 'off' ? 0 : 1;
  const suspected = policy.cloneSuspected === 'warn' ? 1 : 0;
  return sql<boolean>`EXISTS (
    SELECT 1 FROM methods LEFT JOIN credentials AS other ON other.id = methods.id
    WHERE methods.user_id = ${user} AND methods.id <> ${id}
      AND (methods.kind <> 'push' OR ${push} = 1)
      AND (other.clone_suspected_at IS NULL OR ${suspected} = 1))`;
}
