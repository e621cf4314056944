import type { UserId } from '../../lib/protocol/ids.ts';
import { routes } from '../../lib/protocol/routes.ts';
import { type HttpContext, newRoutes } from '../http/http.ts';
import type { Floor } from '../room.ts';
import { createCookies } from './cookies/cookies.ts';
import { createDeviceRoutes } from './device-routes.ts';
import { createList } from './list.ts';
import type { TrustingNeeds } from './needs.ts';
import { createAnswer } from './prompt/answer.ts';
import { createOffer } from './prompt/offer.ts';
import { createPassing } from './prompt/passing.ts';
import { createQuestion } from './prompt/question.ts';

export { createTrust } from './records/records.ts';

/** How a browser comes to be trusted at the prompt, how it passes there, and what its person sees of it. */
export function createTrusting(floor: Floor, needs: TrustingNeeds) {
  const { sealing, trust } = needs;
  const cookies = createCookies(floor, { derive: sealing.derive, copied: trust.familyEnded });
  const offerOf = createOffer(needs);
  const list = createList(needs);

  const http = newRoutes();
  http.post(routes.promptTrust, createAnswer(floor, needs, { offerOf, ...cookies }));
  http.route('/', createDeviceRoutes(floor, needs, list));

  return {
    routes: http,
    list,
    question: createQuestion(floor, needs, { offerOf, ...cookies }),
    ...createPassing(floor, needs, cookies),
    /** The family of this person's cookie, if the browser that asks has one. */
    familyHere: async (c: HttpContext, user: UserId): Promise<string | null> =>
      (await cookies.tokenHere(c, user))?.family ?? null,
  };
}
