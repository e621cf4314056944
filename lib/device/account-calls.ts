import { CompactSign } from 'jose';
import type { PushId } from '../protocol/ids.ts';
import {
  DECISION_TYP,
  type DecisionClaims,
  DecisionReply,
  INBOX_TYP,
  Inbox,
  InboxReply,
  NotMeReply,
  PresenceReply,
} from '../protocol/push.ts';
import type { AssertionResponse } from '../protocol/webauthn.ts';
import { type Account, about } from './account.ts';
import { type Calls, Done } from './calls.ts';
import { openSigned } from './open-signed.ts';

interface Decision {
  push: PushId;
  jws: string;
  /** Confirms an approval where the request asks to verify. */
  assertion?: AssertionResponse | undefined;
  withCookies: boolean;
}

/** The calls of a paired device. */
export function createAccountCalls({ call, streamProof }: Calls) {
  return {
    async inbox(account: Account): Promise<Inbox> {
      const { inbox } = await call({
        ...about(account),
        method: 'GET',
        route: 'deviceInbox',
        reply: InboxReply,
      });
      return openSigned({ jws: inbox, typ: INBOX_TYP, content: Inbox }, account);
    },

    presence: (account: Account, prompt: { transaction: string; challenge: string }) =>
      call({
        ...about(account),
        method: 'POST',
        route: 'devicePresence',
        body: prompt,
        withCookies: true,
        reply: PresenceReply,
      }),

    /** A decision as the service keeps it: signed once, sent as often as it takes. */
    signDecision: (account: Account, claims: DecisionClaims): Promise<string> =>
      new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
        .setProtectedHeader({ alg: 'ES256', typ: DECISION_TYP, kid: account.device })
        .sign(account.keys.sign.private),

    decide: (account: Account, decision: Decision) =>
      call({
        ...about(account),
        method: 'POST',
        route: 'deviceDecision',
        id: decision.push,
        body: { decision: decision.jws, assertion: decision.assertion },
        withCookies: decision.withCookies,
        reply: DecisionReply,
      }),

    notMe: (account: Account, push: PushId) =>
      call({ ...about(account), method: 'POST', route: 'deviceNotMe', id: push, reply: NotMeReply }),

    rename: (account: Account, name: string) =>
      call({ ...about(account), method: 'PATCH', route: 'deviceSelf', body: { name }, reply: Done }),

    unpair: (account: Account) =>
      call({ ...about(account), method: 'DELETE', route: 'deviceSelf', reply: Done }),

    streamProof(account: Account, nonce: string) {
      const { speaker, origin } = about(account);
      return streamProof(speaker, origin, nonce);
    },
  };
}
