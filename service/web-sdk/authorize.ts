import type { ErrorCode } from '../../lib/protocol/errors.ts';
import { pathTo } from '../../lib/protocol/routes.ts';
import { type HttpContext, userAgentOf } from '../http/http.ts';
import { toPrompt } from '../http/to-prompt.ts';
import type { Floor } from '../room.ts';
import type { SignInRequest, WebSdkNeeds } from './needs.ts';
import { readParameters } from './parameters.ts';
import { redirectTo } from './redirect-to.ts';
import type { NoteRefusal } from './refusal-log.ts';
import { refusals } from './refusals.ts';
import { createSignInRequests, type LocalRefusal, type SiteRefusal } from './sign-in-request.ts';

const EVENT = 'web_sdk.request_refused';

/** `/oauth/v1/authorize`: a verified request becomes a transaction, and the browser goes to its prompt (§2.3). */
export function createAuthorize(floor: Floor, needs: WebSdkNeeds, noteRefusal: NoteRefusal) {
  const requests = createSignInRequests(floor, needs);

  return async function authorize(c: HttpContext): Promise<Response> {
    // Link checkers ask with HEAD: that must not use the request up.
    if (c.req.method === 'HEAD') return c.body(null, 405, { Allow: 'GET, POST' });
    const parameters = await readParameters(c);
    if (!parameters) return page('bad_request');
    const judged = await requests.judge(parameters);
    if (judged.kind === 'good') return open(c, judged.request);
    await noteRefusal(EVENT, judged);
    return judged.kind === 'site' ? tellSite(c, judged) : page(pageFor(judged));
  };

  async function open(c: HttpContext, request: SignInRequest): Promise<Response> {
    const asked = { ...request, address: c.get('address'), userAgent: userAgentOf(c) };
    const opened = await floor.db.write((tx) => needs.prompt.open(tx, asked));
    if (!opened) return resume(c, request);
    return toPrompt(c, opened);
  }

  /** A request is good once: a reload by the browser that used it goes on where it was, anybody else is refused. */
  async function resume(c: HttpContext, { application, requestHash }: SignInRequest): Promise<Response> {
    const transaction = await needs.prompt.resumable(c, requestHash);
    if (transaction) return c.redirect(pathTo('prompt', transaction), 303);
    await noteRefusal(EVENT, { reason: 'request_replayed', client: application });
    return page('transaction_not_yours');
  }

  /** Every refusal that stays here is a bad request, whatever its sentence (§2.3). */
  async function page(code: ErrorCode): Promise<Response> {
    const { body, headers } = await needs.errorPage(code);
    return new Response(body, { status: 400, headers });
  }
}

const pageFor = ({ reason }: LocalRefusal): ErrorCode =>
  reason === 'expired' ? 'transaction_expired' : 'bad_request';

function tellSite(c: HttpContext, { reason, redirectUri, state }: SiteRefusal): Response {
  return c.redirect(redirectTo(redirectUri, { ...refusals[reason], ...(state !== null && { state }) }), 303);
}
