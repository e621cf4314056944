import type { TransactionId, UserId } from '../../lib/protocol/ids.ts';
import type { PairingView } from '../../lib/protocol/prompt.ts';
import { newRoutes } from '../http/http.ts';
import type { Floor } from '../room.ts';
import { createDeviceRoutes } from './device-routes.ts';
import { createInvitations } from './invitations.ts';
import type { EnrolmentNeeds } from './needs.ts';
import { createPageRoutes } from './page-routes.ts';
import { createPairingViews } from './pairing-view.ts';
import { createPairingSteps } from './steps.ts';

export { createInvitations };

/** How a browser becomes a person's device: by an invitation, and a comparison that both ends confirm (§6.2). */
export function createEnrolment(floor: Floor, needs: EnrolmentNeeds) {
  const invitations = createInvitations(floor);
  const steps = createPairingSteps(floor, { needs, invitations });
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
    takeInline: steps.takeInline,
  };
}
