import type { Kysely } from 'kysely';
import { type ApplicationId, OWN_APPLICATION, type UserId } from '../../../lib/protocol/ids.ts';
import type { Schema } from '../../db/schema.ts';
import type { PushPolicy } from './needs.ts';

interface Approver {
  application: ApplicationId;
  user: UserId;
  /** Presence of this transaction is recorded for this device. */
  present: boolean;
}

/**
 * Whether approving also takes this computer's authenticator. Somebody who has none yet could never prove who they
 * are to register the first one, so there alone the click of the browser that shows the prompt is enough.
 */
export async function takesVerification(
  query: Kysely<Schema>,
  { policy, approver }: { policy: PushPolicy; approver: Approver },
): Promise<boolean> {
  if (policy.browserApproval !== 'user_verification') return false;
  const { application, user, present } = approver;
  return application !== OWN_APPLICATION || !present || (await hasAuthenticator(query, user));
}

async function hasAuthenticator(query: Kysely<Schema>, user: UserId): Promise<boolean> {
  const row = await query
    .selectFrom('methods')
    .select('id')
    .where('user_id', '=', user)
    .where('kind', 'in', ['platform', 'security_key'])
    .executeTakeFirst();
  return row !== undefined;
}
