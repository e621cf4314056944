import type { UserId } from '../../lib/protocol/ids.ts';
import type { HttpContext } from '../http/http.ts';
import type { Floor } from '../room.ts';
import { createDeviceRoutes } from './device-routes.ts';
import { createHintCookie } from './hint-cookie.ts';
import type { AnyPolicy, MethodsNeeds } from './needs.ts';
import { createRegistry } from './registry.ts';
import { createWishes, methodOf } from './wishes.ts';

/** A person's methods as a whole: how each stands, what a prompt opens with, and what they want of both. */
export function createMethods<Policy extends AnyPolicy>(floor: Floor, needs: MethodsNeeds<Policy>) {
  const registry = createRegistry(floor, needs);
  const { lastHere, leave } = createHintCookie(needs);

  return {
    routes: createDeviceRoutes(floor, needs, registry),
    readiness: registry.readiness,
    ...createWishes(floor),
    lastHere,
    /** Leaves a hint of what succeeded with the reply, for the next prompt in this browser. */
    remember(c: HttpContext, { user, factor }: { user: UserId; factor: string | null }): void {
      const method = methodOf(factor);
      if (method) leave(c, user, method);
    },
  };
}
