import * as v from 'valibot';
import { PortalState } from '../../lib/protocol/portal.ts';
import { pathTo } from '../../lib/protocol/routes.ts';
import type { ForgetPost } from '../../lib/protocol/trust.ts';
import { type AssertionResponse, type CeremonyOptions, CeremonyReply } from '../../lib/protocol/webauthn.ts';
import { type Answer, ask } from './ask.ts';

/** The portal's calls to the service. */
export interface PortalCalls {
  state(): Promise<Answer<PortalState>>;
  beginAssertion(username: string): Promise<Answer<CeremonyOptions>>;
  assertion(response: AssertionResponse): Promise<Answer<unknown>>;
  /** Answers with what is left. */
  forget(what: ForgetPost): Promise<Answer<PortalState>>;
  leave(): Promise<Answer<unknown>>;
}

export const portalCalls: PortalCalls = {
  state: () => ask({ url: pathTo('portalState'), schema: PortalState }),
  beginAssertion: async (username) => {
    const reply = await ask({
      url: pathTo('portalAssertionBegin'),
      post: { username },
      schema: CeremonyReply,
    });
    return reply.ok ? { ok: true, value: reply.value.options } : reply;
  },
  assertion: (response) => ask({ url: pathTo('portalAssertion'), post: { response }, schema: v.unknown() }),
  forget: (what) => ask({ url: pathTo('portalForgetting'), post: what, schema: PortalState }),
  leave: () => ask({ url: pathTo('portalLeave'), post: {}, schema: v.unknown() }),
};
