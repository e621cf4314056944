import type { Kysely } from 'kysely';
import type { DeviceId, TransactionId, UserId } from '../../lib/protocol/ids.ts';
import type { PairingView } from '../../lib/protocol/prompt.ts';
import type { Schema } from '../db/schema.ts';
import { newRoutes } from '../http/http.ts';
import type { Floor } from '../room.ts';
import { createDeviceRoutes } from './device-routes.ts';
import { createDisown } from './disown.ts';
import { createInvitations } from './invitations.ts';
import type { EnrolmentNeeds } from './needs.ts';
import { createOwnInvitations } from './own-invitations.ts';
import { createPageRoutes } from './page-routes.ts';
import { createPairingViews } from './pairing-view.ts';
import { createPairingSteps } from './steps.ts';

export { createInvitations };

/** How a browser becomes a person's device: by an invitation, and a comparison that both ends confirm (§6.2). */
export function createEnrolment(floor: Floor, needs: EnrolmentNeeds) {
  const invitations = createInvitations(floor);
  const own = createOwnInvitations(floor, { needs, invitations });
  const steps = createPairingSteps(floor, { needs, invitations, own });
  const views = createPairingViews(floor);
  const routes = newRoutes()
    .route('/', createPageRoutes(floor, { needs, steps, views }))
    .route('/', createDeviceRoutes(floor, { needs, steps, views }));

  return {
    routes,
    /** Whether set-up may open at the prompt, after the password alone. */
    inlineInvitation: async (user: UserId): Promise<boolean> =>
      (await invitations.inline(floor.db.read, user)) !== null,
    /** The pairing that a prompt shows. */
    async pairingOf(transaction: TransactionId): Promise<PairingView | null> {
      const pairing = await steps.ofTransaction(transaction);
      return pairing && views.forPage(pairing);
    },
    /** The browser that this very prompt has paired, while it may speak. */
    async pairedAt(
      query: Kysely<Schema>,
      transaction: TransactionId,
    ): Promise<{ id: DeviceId; name: string } | null> {
      const paired = await query
        .selectFrom('pairings')
        .innerJoin('devices', 'devices.id', 'pairings.device_id')
        .select(['devices.id', 'devices.name'])
        .where('pairings.transaction_id', '=', transaction)
        .where('devices.status', '=', 'active')
        .orderBy('devices.created_at', 'desc')
        .executeTakeFirst();
      return paired ?? null;
    },
    takeInline: steps.takeInline,
    inviteOwn: own.invite,
    disown: createDisown(needs),
  };
}
