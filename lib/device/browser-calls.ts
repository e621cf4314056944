import { BrowserInvited, BrowsersReply, type OwnBrowser } from '../protocol/browsers.ts';
import { Refusal } from '../protocol/errors.ts';
import type { DeviceId, TransactionId } from '../protocol/ids.ts';
import { type Account, about } from './account.ts';
import { type Calls, Done } from './calls.ts';

/** A paired device's calls about all browsers of its person. */
export function createBrowserCalls({ call }: Calls) {
  return {
    async list(account: Account): Promise<OwnBrowser[]> {
      const at = { ...about(account), method: 'GET', route: 'deviceBrowsers' } as const;
      return (await call({ ...at, reply: BrowsersReply })).browsers;
    },

    rename: (account: Account, { id, name }: { id: DeviceId; name: string }) =>
      call({ ...about(account), method: 'PATCH', route: 'deviceBrowser', id, body: { name }, reply: Done }),

    /** @throws `last_method`, `step_up_needed` */
    remove: (account: Account, { id, stepUp }: { id: DeviceId; stepUp: TransactionId }) =>
      call({
        ...about(account),
        method: 'POST',
        route: 'deviceBrowserRemoval',
        id,
        body: { stepUp },
        reply: Done,
      }),

    /** Makes the link that pairs a new browser. @throws `service_untrusted` for one that is not the service's */
    async invite(
      account: Account,
      body: { stepUp: TransactionId; replaces: DeviceId | null },
    ): Promise<BrowserInvited> {
      const at = { ...about(account), method: 'POST', route: 'deviceInviting' } as const;
      const invited = await call({ ...at, body, reply: BrowserInvited });
      if (URL.parse(invited.link)?.origin !== account.origin) throw new Refusal('service_untrusted');
      return invited;
    },
  };
}
