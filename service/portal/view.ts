import { Refusal } from '../../lib/protocol/errors.ts';
import { OWN_APPLICATION, type TransactionId } from '../../lib/protocol/ids.ts';
import type { PortalState } from '../../lib/protocol/portal.ts';
import { pathTo } from '../../lib/protocol/routes.ts';
import type { Floor } from '../room.ts';
import type { Holder, PortalNeeds } from './needs.ts';
import type { Session } from './sessions.ts';

/** What the portal shows. */
export function createView(
  { db, clock }: Pick<Floor, 'db' | 'clock'>,
  { users, applications, trust }: Pick<PortalNeeds, 'users' | 'applications' | 'trust'>,
) {
  /** The sign-in that waits behind it; what was only a step-up leads nowhere else. */
  async function backTo(id: TransactionId): Promise<PortalState['back']> {
    const waiting = await db.read
      .selectFrom('transactions')
      .select('application_id')
      .where('id', '=', id)
      .where('state', '=', 'approved')
      .where('expires_at', '>', clock.now())
      .where('application_id', '<>', OWN_APPLICATION)
      .executeTakeFirst();
    const application = waiting && (await applications.find(waiting.application_id));
    return application ? { application: application.name, url: pathTo('prompt', id) } : null;
  }

  return async function stateOf(
    { user, transaction, expiresAt }: Session,
    here: Holder | null,
  ): Promise<PortalState> {
    const person = await users.find(db.read, user);
    if (!person) throw new Refusal('portal_closed');
    return {
      username: person.username,
      displayName: person.display_name,
      trusted: await trust.list(db.read, { user, here }),
      now: clock.now(),
      expiresAt,
      back: transaction && (await backTo(transaction)),
    };
  };
}
