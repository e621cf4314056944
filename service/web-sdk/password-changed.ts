import { routes } from '../../lib/protocol/routes.ts';
import type { HttpContext } from '../http/http.ts';
import type { Floor } from '../room.ts';
import type { Authenticated, ClientAssertion, Refused } from './client-assertion.ts';
import type { WebSdkNeeds } from './needs.ts';
import { readParameters } from './parameters.ts';
import type { NoteRefusal } from './refusal-log.ts';
import { refusals } from './refusals.ts';

interface Parts {
  assertions: ClientAssertion;
  noteRefusal: NoteRefusal;
}

/**
 * A site tells that somebody's password was changed there: ends the trust that their browsers have for it, as whoever
 * knew the old one may have said yes. It answers alike for a name that nobody has, and where nothing was trusted.
 */
export function createPasswordChanged(
  { db, audit, origin }: Floor,
  { users, trust }: Pick<WebSdkNeeds, 'users' | 'trust'>,
  { assertions, noteRefusal }: Parts,
) {
  const audience = `${origin}${routes.passwordChanged}`;

  return async function passwordChanged(c: HttpContext): Promise<Response> {
    const refused = await take(c);
    if (!refused) return c.json({});
    await noteRefusal('web_sdk.password_change_refused', refused);
    return c.json(refusals[refused.reason], 400);
  };

  async function take(c: HttpContext): Promise<Refused | null> {
    const parameters = await readParameters(c);
    if (!parameters) return { reason: 'parameters_malformed', client: null };
    const username = parameters.get('username');
    if (!username) return { reason: 'parameter_missing', client: null };
    const site = await assertions.authenticate(parameters, audience);
    if ('reason' in site) return site;
    return end(site, username);
  }

  function end(site: Authenticated, username: string): Promise<Refused | null> {
    return db.write(async (tx) => {
      const application = site.client.id;
      if (!(await assertions.spend(tx, site))) return { reason: 'assertion_replayed', client: application };
      const user = (await users.byName(tx.query, username))?.id ?? null;
      await audit.record(tx, { event: 'web_sdk.password_changed', user, application });
      if (user) await trust.passwordChanged(tx, { user, application });
      return null;
    });
  }
}
