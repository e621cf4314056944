import { newRoutes } from '../../http/http.ts';
import type { Floor } from '../../room.ts';
import { createDeviceRoutes, type DeviceRoutesNeeds } from './device-routes.ts';
import { createDisown, type DisownNeeds } from './disown.ts';
import type { PasscodeNeeds } from './needs.ts';
import { createSignIn } from './sign-in.ts';
import { createView } from './view.ts';

/** Codes that people type, as one factor of the prompt, whatever makes them (§5.7, §5.8). */
export function createPasscode(floor: Floor, needs: PasscodeNeeds & DeviceRoutesNeeds & DisownNeeds) {
  const routes = newRoutes()
    .route('/', createSignIn(floor, needs))
    .route('/', createDeviceRoutes(floor, needs));
  return { routes, ...createView(floor, needs), disown: createDisown(needs) };
}
