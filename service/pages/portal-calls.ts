import * as v from 'valibot';
import { BrowserInvited } from '../../lib/protocol/browsers.ts';
import type { DeviceId } from '../../lib/protocol/ids.ts';
import { type PortalDevice, PortalState } from '../../lib/protocol/portal.ts';
import { pathTo } from '../../lib/protocol/routes.ts';
import type { ForgetPost } from '../../lib/protocol/trust.ts';
import { type AssertionResponse, type CeremonyOptions, CeremonyReply } from '../../lib/protocol/webauthn.ts';
import { type Answer, ask } from './ask.ts';

/** The portal's calls to the service. Those that change what it shows answer with what is left. */
export interface PortalCalls {
  state(): Promise<Answer<PortalState>>;
  beginAssertion(username: string): Promise<Answer<CeremonyOptions>>;
  assertion(response: AssertionResponse): Promise<Answer<unknown>>;
  forget(what: ForgetPost): Promise<Answer<PortalState>>;
  rename(device: PortalDevice['id'], name: string): Promise<Answer<PortalState>>;
  remove(device: PortalDevice['id']): Promise<Answer<PortalState>>;
  invite(replaces: DeviceId | null): Promise<Answer<BrowserInvited>>;
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
  rename: (id, name) => ask({ url: pathTo('portalDeviceName', id), post: { name }, schema: PortalState }),
  remove: (id) => ask({ url: pathTo('portalDeviceRemoval', id), post: {}, schema: PortalState }),
  invite: (replaces) => ask({ url: pathTo('portalInviting'), post: { replaces }, schema: BrowserInvited }),
  leave: () => ask({ url: pathTo('portalLeave'), post: {}, schema: v.unknown() }),
};
