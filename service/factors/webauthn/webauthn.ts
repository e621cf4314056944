import type { TransactionId } from '../../../lib/protocol/ids.ts';
import { newRoutes } from '../../http/http.ts';
import type { Floor, Tx } from '../../room.ts';
import { createAssertions } from './assertions.ts';
import { createCeremonyPage } from './ceremony-page.ts';
import { createChallenges } from './challenges.ts';
import { createConfirmation } from './confirmation.ts';
import { createDeviceCredentials } from './device-credentials.ts';
import { createDirect } from './direct.ts';
import type { Party, WebauthnNeeds } from './needs.ts';
import { createRegisterAtPrompt } from './register-at-prompt.ts';
import { createRegistrations } from './registrations.ts';
import { createRelyingParty } from './relying-party.ts';
import { createSignIn } from './sign-in.ts';
import { createView } from './view.ts';

/** Security keys and the computer's own authenticator, as a factor of the prompt and as what people register (§6.8). */
export function createWebauthn(floor: Floor, needs: WebauthnNeeds) {
  const rp = createRelyingParty(floor.origin, needs);
  const challenges = createChallenges(floor);
  const assertions = createAssertions(floor, { needs, challenges, rp });
  const registrations = createRegistrations(floor, { needs, challenges, rp });
  const all = { needs, challenges, assertions, registrations, rp };
  const routes = newRoutes()
    .route('/', createSignIn(floor, all))
    .route('/', createRegisterAtPrompt(floor, all))
    .route('/', createDeviceCredentials(floor, all))
    .route('/', createCeremonyPage(floor, all));

  return {
    routes,
    ...createView(floor, { needs, challenges }),
    confirmation: createConfirmation(floor, all),
    direct: createDirect(floor, all),
    /** The person disowns a sign-in or step-up: ends what it has added, and what it was about to add. */
    async disown(tx: Tx, transaction: TransactionId, approver: Party): Promise<void> {
      await challenges.dropAllOf(tx, transaction);
      const asker = await needs.stepUp.askerOf(tx, transaction);
      await needs.credentials.endOf(tx, { transaction, by: asker ? [asker, approver] : [approver] });
    },
  };
}
