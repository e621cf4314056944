import { Refusal } from '../../../lib/protocol/errors.ts';
import { routes } from '../../../lib/protocol/routes.ts';
import { CeremonyBegin, CeremonyEnd } from '../../../lib/protocol/webauthn.ts';
import { type HttpContext, newRoutes, readJson, requireOwnOrigin, userAgentOf } from '../../http/http.ts';
import type { Floor } from '../../room.ts';
import type { Challenges } from './challenges.ts';
import type { WebauthnNeeds } from './needs.ts';
import type { Registrations } from './registrations.ts';
import type { RelyingParty } from './relying-party.ts';

interface CeremonyPageOptions {
  needs: WebauthnNeeds;
  challenges: Challenges;
  registrations: Registrations;
  rp: RelyingParty;
}

/** The service's own page for a registration that a paired browser began; whoever holds its ticket runs it, once. */
export function createCeremonyPage(
  { db, origin }: Pick<Floor, 'db' | 'origin'>,
  { needs, challenges, registrations, rp }: CeremonyPageOptions,
) {
  async function begin(c: HttpContext): Promise<Response> {
    requireOwnOrigin(c, origin);
    const { ticket } = await readJson(c, CeremonyBegin);
    // A stranger who has none costs no write.
    const known = await challenges.byTicket(db.read, ticket);
    const challenge = known && (await db.write((tx) => challenges.take(tx, ticket)));
    if (!challenge) throw new Refusal('challenge_used');
    const options = await registrations.optionsFor(challenge);
    const user = await needs.users.find(db.read, challenge.user_id);
    return c.json({ options, kind: challenge.kind, username: user?.username ?? '' });
  }

  async function end(c: HttpContext): Promise<Response> {
    requireOwnOrigin(c, origin);
    const { ticket, response, name } = await readJson(c, CeremonyEnd);
    const known = await challenges.byTicket(db.read, ticket);
    const challenge = known?.taken_at ? known : null;
    const credential = await registrations.finish(
      challenge,
      { response, name, userAgent: userAgentOf(c) },
      { origins: rp.ownOrigins },
    );
    return c.json({ credential: needs.credentials.viewOf(credential) });
  }

  const http = newRoutes();
  http.post(routes.ceremonyBegin, begin);
  http.post(routes.ceremonyEnd, end);
  return http;
}
