import * as v from 'valibot';
import { ApplicationId } from '../../lib/protocol/ids.ts';
import { routes } from '../../lib/protocol/routes.ts';
import { hashOf } from '../ids.ts';
import { verifyHs512 } from '../jws/jws.ts';
import type { Floor } from '../room.ts';
import { Text, type TimeFault, timeClaims, timeFault } from './claims.ts';
import type { Client, SignInRequest, WebSdkNeeds } from './needs.ts';
import type { Parameters } from './parameters.ts';

/**
 * Why a request is refused before it is known that the site asked for this and where it may be answered. Nothing
 * of it may lead the browser anywhere.
 */
export interface LocalRefusal {
  kind: 'local';
  reason: LocalReason;
  client: ApplicationId | null;
}
type LocalReason =
  | 'client_unknown'
  | 'client_disabled'
  | 'signature_invalid'
  | 'claims_malformed'
  | TimeFault
  | 'issuer_wrong'
  | 'audience_wrong'
  | 'parameters_differ'
  | 'redirect_uri_refused';

/** Why a request is refused whose signature and redirect address are good: the site is told (RFC 6749 §4.1.2.1). */
export interface SiteRefusal {
  kind: 'site';
  reason:
    | 'response_type_unsupported'
    | 'scope_invalid'
    | 'state_invalid'
    | 'nonce_invalid'
    | 'username_invalid';
  client: ApplicationId;
  redirectUri: string;
  /** As the site sent it, if it can be sent back. */
  state: string | null;
}

const RequestClaims = v.object({
  client_id: v.string(),
  redirect_uri: v.string(),
  iss: v.nullish(v.string()),
  aud: v.nullish(v.string()),
  ...timeClaims,
});
type RequestClaims = v.InferOutput<typeof RequestClaims>;

/** §2.3, steps 5 and 6. */
const Username = v.pipe(Text, v.minLength(1), v.maxLength(1_024));
const Echo = v.pipe(Text, v.minLength(16), v.maxLength(1_024));
const Echoable = v.pipe(Text, v.maxLength(1_024));

/** Sent in clear as well by some SDKs: then they must say the same as the signed ones. */
const DOUBLED = ['client_id', 'redirect_uri', 'response_type', 'scope', 'state', 'nonce'];

/** Judges sign-in requests in the order of §2.3. */
export function createSignInRequests(
  { clock, origin }: Pick<Floor, 'clock' | 'origin'>,
  { applications }: WebSdkNeeds,
) {
  const audiences = [origin, `${origin}${routes.authorize}`];

  async function judge(
    parameters: Parameters,
  ): Promise<{ kind: 'good'; request: SignInRequest } | LocalRefusal | SiteRefusal> {
    const id = v.safeParse(ApplicationId, parameters.get('client_id'));
    const client = id.success ? await applications.find(id.output) : null;
    if (!client) return { kind: 'local', reason: 'client_unknown', client: null };
    if (!client.enabled) return { kind: 'local', reason: 'client_disabled', client: client.id };

    const token = parameters.get('request') ?? '';
    const jws = verifyHs512(token, client.secret);
    if (!jws) return { kind: 'local', reason: 'signature_invalid', client: client.id };
    const { success, output: claims } = v.safeParse(RequestClaims, jws.payload);
    if (!success) return { kind: 'local', reason: 'claims_malformed', client: client.id };

    const reason = localReason(client, { claims, signed: jws.payload, parameters });
    if (reason) return { kind: 'local', reason, client: client.id };
    return judgeContent(client, { claims, signed: jws.payload, parameters, token });
  }

  function localReason(client: Client, { claims, signed, parameters }: Read): LocalReason | null {
    const fault = timeFault(claims, clock.now());
    if (fault) return fault;
    if ((claims.iss ?? client.id) !== client.id) return 'issuer_wrong';
    if (!audiences.includes(claims.aud ?? origin)) return 'audience_wrong';
    // An unsigned parameter that says something else was changed on its way through the browser.
    if (DOUBLED.some((name) => differs(signed[name], parameters.get(name)))) return 'parameters_differ';
    return applications.allowsRedirect(client, claims.redirect_uri) ? null : 'redirect_uri_refused';
  }

  return { judge };
}

interface Read {
  claims: RequestClaims;
  /** All claims, as they came. */
  signed: Record<string, unknown>;
  parameters: Parameters;
}

function judgeContent(
  client: Client,
  { claims, signed, parameters, token }: Read & { token: string },
): { kind: 'good'; request: SignInRequest } | SiteRefusal {
  const { state, duo_uname: username } = signed;
  // One SDK sends the nonce beside the JWT (§2.3).
  const nonce = signed.nonce ?? parameters.get('nonce') ?? null;
  const refuse = (reason: SiteRefusal['reason']): SiteRefusal => ({
    kind: 'site',
    reason,
    client: client.id,
    redirectUri: claims.redirect_uri,
    state: v.is(Echoable, state) ? state : null,
  });

  if (signed.response_type !== 'code') return refuse('response_type_unsupported');
  if (signed.scope !== 'openid') return refuse('scope_invalid');
  if (!v.is(Echo, state)) return refuse('state_invalid');
  if (nonce !== null && !v.is(Echo, nonce)) return refuse('nonce_invalid');
  if (!v.is(Username, username)) return refuse('username_invalid');
  return {
    kind: 'good',
    request: {
      application: client.id,
      username,
      redirectUri: claims.redirect_uri,
      siteState: state,
      nonce,
      duoCode: signed.use_duo_code_attribute === true || signed.use_duo_code_attribute === 'true',
      requestHash: requestHash(client, token),
    },
  };
}

const differs = (signed: unknown, plain: string | undefined): boolean =>
  plain !== undefined && signed !== undefined && signed !== null && signed !== plain;

/**
 * Names a request, so that it can be used once; state and client id are inside. Without the signature: base64url
 * can write the same signature in several ways, and each would pass for another request.
 */
const requestHash = (client: Client, token: string): string =>
  hashOf(`${client.id} ${token.slice(0, token.lastIndexOf('.'))}`);
