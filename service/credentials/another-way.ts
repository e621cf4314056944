import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type ApplicationId, OWN_APPLICATION, type UserId } from '../../lib/protocol/ids.ts';
import type { Schema } from '../db/schema.ts';

/** What the store of authenticators needs of other rooms. */
export interface CredentialsNeeds {
  policies: {
    effective(
      query: Kysely<Schema>,
      about: { application: ApplicationId; user: UserId | null },
    ): Promise<WaysPolicy>;
  };
}

/** The members of a policy that say which ways count. */
interface WaysPolicy {
  browserApproval: string;
  passcodes: 'on' | 'off';
  platform: 'on' | 'off';
  securityKeys: 'on' | 'off';
  cloneSuspected: 'warn' | 'refuse';
}

/** What is about to go. */
interface Leaving {
  id: string;
  user: UserId;
  removes: 'browser' | 'authenticator';
}

/**
 * For a statement's WHERE: the person can sign in by something else than `id`. What policy switches off does not
 * count; the policy is the one under which people get as far as their own settings. Where an approval takes this
 * computer's authenticator as well, a browser alone is no way: of two browsers one can go, of both sorts not the
 * authenticator.
 */
export async function anotherWay(
  query: Kysely<Schema>,
  { id, user, removes, policies }: CredentialsNeeds & Leaving,
): Promise<RawBuilder<boolean>> {
  const policy = await policies.effective(query, { application: OWN_APPLICATION, user });
  const alone = policy.browserApproval === 'click';
  const push = alone || (removes === 'browser' && policy.browserApproval !== 'off') ? 1 : 0;
  const passcodes = policy.passcodes === 'on' ? 1 : 0;
  const platform = policy.platform === 'on' ? 1 : 0;
  const securityKeys = policy.securityKeys === 'on' ? 1 : 0;
  const suspected = policy.cloneSuspected === 'warn' ? 1 : 0;
  return sql<boolean>`EXISTS (
    SELECT 1 FROM methods LEFT JOIN credentials AS other ON other.id = methods.id
    WHERE methods.user_id = ${user} AND methods.id <> ${id}
      AND (methods.kind <> 'push' OR ${push} = 1)
      AND (methods.kind <> 'passcode' OR ${passcodes} = 1)
      AND (methods.kind <> 'platform' OR ${platform} = 1)
      AND (methods.kind <> 'security_key' OR ${securityKeys} = 1)
      AND (other.clone_suspected_at IS NULL OR ${suspected} = 1))`;
}
