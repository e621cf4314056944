import type { TransactionId } from '../../lib/protocol/ids.ts';
import { routes } from '../../lib/protocol/routes.ts';
import { newRoutes } from '../http/http.ts';
import type { Floor, Tx } from '../room.ts';
import { createAuthorize } from './authorize.ts';
import { createClientAssertion } from './client-assertion.ts';
import { createCodes } from './codes.ts';
import { createHealthCheck } from './health-check.ts';
import type { WebSdkNeeds } from './needs.ts';
import { createPasswordChanged } from './password-changed.ts';
import { redirectTo } from './redirect-to.ts';
import { createRefusalLog } from './refusal-log.ts';
import { createToken } from './token.ts';

/** A transaction whose site gets a code. */
export interface Finished {
  transaction: TransactionId;
  redirectUri: string;
  siteState: string;
  duoCode: boolean;
}

/** The site-facing interface: what the Web SDKs of version 4 speak (§2). */
export function createWebSdk(floor: Floor, needs: WebSdkNeeds) {
  const assertions = createClientAssertion(floor, needs);
  const codes = createCodes(floor);
  const noteRefusal = createRefusalLog(floor);
  const authorize = createAuthorize(floor, needs, noteRefusal);

  const http = newRoutes();
  http.get(routes.authorize, authorize);
  http.post(routes.authorize, authorize);
  http.post(routes.healthCheck, createHealthCheck(floor, { assertions, noteRefusal }));
  http.post(routes.passwordChanged, createPasswordChanged(floor, needs, { assertions, noteRefusal }));
  http.post(routes.token, createToken(floor, needs, { assertions, codes, noteRefusal }));

  return {
    routes: http,

    /** Mints the transaction's code and says where the browser takes it (§2.4). */
    async grant(tx: Tx, finished: Finished): Promise<string> {
      const code = await codes.mint(tx, finished);
      const name = finished.duoCode ? 'duo_code' : 'code';
      return redirectTo(finished.redirectUri, { state: finished.siteState, [name]: code });
    },

    /**
     * Takes the transaction's code back. `session_open`: the site has exchanged it, so only the site can end what
     * it opened. The caller sees to it that the transaction gets no other code.
     */
    revoke: (tx: Tx, transaction: TransactionId) => codes.revoke(tx, transaction),
  };
}
