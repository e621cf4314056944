import * as v from 'valibot';
import { ApplicationId } from '../../lib/protocol/ids.ts';
import { change } from '../db/statement.ts';
import { peek, verifyHs512 } from '../jws/jws.ts';
import type { Floor, Tx } from '../room.ts';
import { goneAt, timeClaims, timeFault } from './claims.ts';
import type { Client, WebSdkNeeds } from './needs.ts';
import type { Parameters } from './parameters.ts';
import type { Reason } from './refusals.ts';

/** A site that has proven its secret. The assertion is spent only by `spend`. */
export interface Authenticated {
  client: Client;
  jti: string;
  /** When the assertion can no longer be used by anyone's clock, in milliseconds. */
  goneAt: number;
}

/** Why a site is refused; `client` is set where the request names an application that exists. */
export interface Refused {
  reason: Reason;
  client: ApplicationId | null;
}

const AssertionClaims = v.object({
  iss: v.string(),
  sub: v.string(),
  aud: v.string(),
  jti: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  ...timeClaims,
});

interface Use {
  application: ApplicationId;
  jti: string;
  end: number;
  now: number;
}

/** An entry that has outlived its token may be replaced. */
const use = change<Use>()((query, { application, jti, end, now }) =>
  query
    .insertInto('assertions')
    .values({ application_id: application, jti, expires_at: end })
    .onConflict((conflict) =>
      conflict
        .columns(['application_id', 'jti'])
        .doUpdateSet({ expires_at: end })
        .where('assertions.expires_at', '<', now),
    ),
);

/** Client assertions: JWTs by which a site proves its secret (RFC 7523 §3; §2.2, §2.5). */
export function createClientAssertion({ clock }: Pick<Floor, 'clock'>, { applications }: WebSdkNeeds) {
  /** Who sends these parameters? Judged by the signature first, so that nothing is told to strangers. */
  async function authenticate(parameters: Parameters, audience: string): Promise<Authenticated | Refused> {
    const assertion = parameters.get('client_assertion');
    if (!assertion) return { reason: 'assertion_missing', client: null };
    // One SDK sends no client_id, so the issuer says whose key to try (§2.5).
    const issuer = v.safeParse(ApplicationId, peek(assertion)?.payload.iss);
    if (!issuer.success) return { reason: 'client_unknown', client: null };
    const id = issuer.output;
    if ((parameters.get('client_id') ?? id) !== id) return { reason: 'client_mismatch', client: null };

    const client = await applications.find(id);
    if (!client) return { reason: 'client_unknown', client: null };
    const jws = verifyHs512(assertion, client.secret);
    if (!jws) return { reason: 'signature_invalid', client: client.id };
    if (!client.enabled) return { reason: 'client_disabled', client: client.id };
    return judge(client, { payload: jws.payload, audience });
  }

  function judge(
    client: Client,
    { payload, audience }: { payload: object; audience: string },
  ): Authenticated | Refused {
    const { success, output: claims } = v.safeParse(AssertionClaims, payload);
    if (!success) return { reason: 'claims_malformed', client: client.id };
    if (claims.sub !== client.id) return { reason: 'subject_wrong', client: client.id };
    if (claims.aud !== audience) return { reason: 'audience_wrong', client: client.id };
    const fault = timeFault(claims, clock.now());
    if (fault) return { reason: fault, client: client.id };
    return { client, jti: claims.jti, goneAt: goneAt(claims) };
  }

  /** Uses the assertion up; false if it was used before. */
  async function spend(tx: Tx, { client, jti, goneAt: end }: Authenticated): Promise<boolean> {
    return (await use(tx.query, { application: client.id, jti, end, now: clock.now() })) > 0;
  }

  return { authenticate, spend };
}

export type ClientAssertion = ReturnType<typeof createClientAssertion>;
