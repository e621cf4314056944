import { SECOND } from '../../lib/ports/clock.ts';
import { routes } from '../../lib/protocol/routes.ts';
import type { HttpContext } from '../http/http.ts';
import type { Floor } from '../room.ts';
import type { ClientAssertion, Refused } from './client-assertion.ts';
import { readParameters } from './parameters.ts';
import type { NoteRefusal } from './refusal-log.ts';
import { refusals } from './refusals.ts';

/** `/oauth/v1/health_check`: judges what `/token` would, so that a wrong set-up shows here first (§2.2). */
export function createHealthCheck(
  { db, clock, origin }: Floor,
  { assertions, noteRefusal }: { assertions: ClientAssertion; noteRefusal: NoteRefusal },
) {
  const audience = `${origin}${routes.healthCheck}`;

  return async function healthCheck(c: HttpContext): Promise<Response> {
    const timestamp = Math.floor(clock.now() / SECOND);
    const refused = await check(c);
    // No member more than these, and 200 in either case: strict SDKs break otherwise (§0.2, facts 4 and 5).
    if (!refused) return c.json({ stat: 'OK', response: { timestamp } });
    await noteRefusal('web_sdk.health_check_failed', refused);
    const { error_description: message_detail } = refusals[refused.reason];
    return c.json({ stat: 'FAIL', code: 40002, message: 'invalid_client', message_detail, timestamp });
  };

  async function check(c: HttpContext): Promise<Refused | null> {
    const parameters = await readParameters(c);
    if (!parameters) return { reason: 'parameters_malformed', client: null };
    const site = await assertions.authenticate(parameters, audience);
    if ('reason' in site) return site;
    const spent = await db.write((tx) => assertions.spend(tx, site));
    return spent ? null : { reason: 'assertion_replayed', client: site.client.id };
  }
}
