import { type ForgetPost, type TrustedBrowser, TrustedBrowsersReply } from '../protocol/trust.ts';
import { type Account, about } from './account.ts';
import type { Calls } from './calls.ts';

/** A paired device's calls about its person's trusted browsers. */
export function createTrustCalls({ call }: Calls) {
  const reply = TrustedBrowsersReply;

  return {
    async list(account: Account): Promise<TrustedBrowser[]> {
      const at = { ...about(account), method: 'GET', route: 'deviceTrustedBrowsers' } as const;
      return (await call({ ...at, reply })).trusted;
    },

    /** Answers with what is left. Harmless when repeated. */
    async forget(account: Account, what: ForgetPost): Promise<TrustedBrowser[]> {
      const at = { ...about(account), method: 'POST', route: 'deviceForgetting' } as const;
      return (await call({ ...at, body: what, reply })).trusted;
    },
  };
}
