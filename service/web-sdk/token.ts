import { routes } from '../../lib/protocol/routes.ts';
import type { HttpContext } from '../http/http.ts';
import { secretToken } from '../ids.ts';
import { signHs512 } from '../jws/jws.ts';
import type { Floor, Tx } from '../room.ts';
import type { Authenticated, ClientAssertion } from './client-assertion.ts';
import type { Codes, Presented } from './codes.ts';
import { createIdToken } from './id-token.ts';
import type { Client, Grant, WebSdkNeeds } from './needs.ts';
import { type Parameters, readParameters } from './parameters.ts';
import type { NoteRefusal } from './refusal-log.ts';
import { type Reason, refusals } from './refusals.ts';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Seconds; must not be 0 (§0.2, fact 6). The access token opens nothing, so it says nothing more. */
const EXPIRES_IN = 3_600;

const REFUSED = 'web_sdk.token_refused';

interface Parts {
  assertions: ClientAssertion;
  codes: Codes;
  noteRefusal: NoteRefusal;
}

interface Attempt {
  site: Authenticated;
  presented: Presented;
}

/** `/oauth/v1/token`: exchanges a code for an ID token, at most once (§2.5). */
export function createToken(floor: Floor, needs: WebSdkNeeds, { assertions, codes, noteRefusal }: Parts) {
  const { db, clock, random, audit, origin } = floor;
  const audience = `${origin}${routes.token}`;

  return async function token(c: HttpContext): Promise<Response> {
    // RFC 6749 §5.1.
    c.header('Cache-Control', 'no-store');
    c.header('Pragma', 'no-cache');
    const parameters = await readParameters(c);
    if (!parameters) return refuse(c, 'parameters_malformed');
    const presented = readPresented(parameters);
    if (typeof presented === 'string') return refuse(c, presented);
    const site = await assertions.authenticate(parameters, audience);
    if ('reason' in site) {
      await noteRefusal(REFUSED, site);
      return refuse(c, site.reason);
    }
    const outcome = await db.write((tx) => exchange(tx, { site, presented }));
    return typeof outcome === 'string'
      ? refuse(c, outcome)
      : succeed(c, { client: site.client, grant: outcome });
  };

  /** In one database transaction; whatever comes of it, the assertion is used up. */
  async function exchange(tx: Tx, { site, presented }: Attempt): Promise<Grant | Reason> {
    const application = site.client.id;
    if (!(await assertions.spend(tx, site))) {
      await audit.record(tx, { event: REFUSED, reason: 'assertion_replayed', application });
      return 'assertion_replayed';
    }
    const transaction = await codes.exchange(tx, presented);
    if (!transaction) return refuseCode(tx, { site, presented });
    const grant = await needs.prompt.granted(tx.query, transaction);
    if (grant?.application !== application) {
      // A code that another site holds has leaked: it stays used up.
      const reason = grant ? 'code_foreign' : 'code_voided';
      await audit.record(tx, { event: REFUSED, reason, application, transaction, alert: grant !== null });
      return reason;
    }
    const user = grant.user?.id ?? null;
    await audit.record(tx, { event: 'web_sdk.code_exchanged', user, application, transaction });
    return grant;
  }

  async function refuseCode(tx: Tx, { site, presented }: Attempt): Promise<Reason> {
    const why = await codes.whyNot(tx, presented);
    // Somebody else may have had the code first, so the operator has to look (RFC 6749 §4.1.2).
    const alert = why.reason === 'code_replayed';
    const event = alert ? 'web_sdk.code_replayed' : REFUSED;
    await audit.record(tx, { event, ...why, application: site.client.id, alert });
    return why.reason;
  }

  /** Exactly four members: a strict SDK refuses a fifth (§0.2, fact 4). */
  function succeed(c: HttpContext, { client, grant }: { client: Client; grant: Grant }): Response {
    const claims = createIdToken(grant, { client, issuer: audience, now: clock.now() });
    return c.json({
      id_token: signHs512(claims, client.secret),
      access_token: secretToken(random),
      token_type: 'Bearer',
      expires_in: EXPIRES_IN,
    });
  }
}

function readPresented(parameters: Parameters): Presented | Reason {
  const grantType = parameters.get('grant_type');
  const code = parameters.get('code');
  const redirectUri = parameters.get('redirect_uri');
  if (!grantType) return 'parameter_missing';
  if (grantType !== 'authorization_code') return 'grant_type_unsupported';
  if (!code || !redirectUri) return 'parameter_missing';
  if (parameters.get('client_assertion_type') !== ASSERTION_TYPE) return 'assertion_missing';
  return { code, redirectUri };
}

const refuse = (c: HttpContext, reason: Reason): Response => c.json(refusals[reason], 400);
