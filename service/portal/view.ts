import { Refusal } from '../../lib/protocol/errors.ts';
import { OWN_APPLICATION, type TransactionId } from '../../lib/protocol/ids.ts';
import type { PortalDevice, PortalState } from '../../lib/protocol/portal.ts';
import { pathTo } from '../../lib/protocol/routes.ts';
import { STEP_UP_LIFE } from '../../lib/protocol/step-up.ts';
import type { Row } from '../db/schema.ts';
import type { Floor } from '../room.ts';
import type { Holder, PortalNeeds } from './needs.ts';
import type { Session } from './sessions.ts';

/** What the portal shows. */
export function createView(
  { db, clock }: Pick<Floor, 'db' | 'clock'>,
  needs: Pick<PortalNeeds, 'transactions' | 'users' | 'devices' | 'credentials' | 'applications' | 'trust'>,
) {
  /** The sign-in that waits behind it; what was only a step-up leads nowhere else. */
  async function backTo(id: TransactionId): Promise<PortalState['back']> {
    const waiting = await needs.transactions.approved(db.read, id);
    if (!waiting || waiting.application_id === OWN_APPLICATION) return null;
    const application = await needs.applications.find(waiting.application_id);
    return application ? { application: application.name, url: pathTo('prompt', id) } : null;
  }

  /** Browsers first, then authenticators, each in the order in which they were added. */
  async function devicesOf({ user, device }: Session): Promise<PortalDevice[]> {
    const [browsers, authenticators] = await Promise.all([
      needs.devices.active(user),
      needs.credentials.of(db.read, user),
    ]);
    return [...browsers.map((row) => browserView(row, device)), ...authenticators.map(authenticatorView)];
  }

  return async function stateOf(session: Session, here: Holder | null): Promise<PortalState> {
    const { user, transaction, provenAt, expiresAt } = session;
    const person = await needs.users.find(db.read, user);
    if (!person) throw new Refusal('portal_closed');
    return {
      username: person.username,
      displayName: person.display_name,
      devices: await devicesOf(session),
      provenUntil: provenAt + STEP_UP_LIFE,
      trusted: await needs.trust.list(db.read, { user, here }),
      now: clock.now(),
      expiresAt,
      back: transaction && (await backTo(transaction)),
    };
  };
}

const browserView = (
  { id, name, created_at }: Row<'devices'>,
  here: Row<'devices'>['id'] | null,
): PortalDevice => ({
  id,
  kind: 'browser',
  name,
  here: id === here,
  createdAt: created_at,
  cloneSuspected: false,
});

const authenticatorView = ({
  id,
  kind,
  name,
  created_at,
  clone_suspected_at,
}: Row<'credentials'>): PortalDevice => ({
  id,
  kind,
  name,
  here: false,
  createdAt: created_at,
  cloneSuspected: clone_suspected_at !== null,
});
