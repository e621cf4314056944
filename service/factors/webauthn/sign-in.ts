import { Refusal } from '../../../lib/protocol/errors.ts';
import { AssertionBegin, AssertionPost } from '../../../lib/protocol/prompt.ts';
import { routes } from '../../../lib/protocol/routes.ts';
import { type HttpContext, newRoutes } from '../../http/http.ts';
import type { Floor } from '../../room.ts';
import type { Assertions } from './assertions.ts';
import type { Challenges } from './challenges.ts';
import type { Transaction, WebauthnNeeds } from './needs.ts';
import { assertionOptions } from './options.ts';
import type { RelyingParty } from './relying-party.ts';
import { usableOf, whyOff } from './usable.ts';

interface SignInOptions {
  needs: WebauthnNeeds;
  challenges: Challenges;
  assertions: Assertions;
  rp: RelyingParty;
}

/** The authenticator as the second step of a sign-in: the prompt asks, the browser answers, and that is all. */
export function createSignIn(
  { db }: Pick<Floor, 'db'>,
  { needs, challenges, assertions, rp }: SignInOptions,
) {
  const askerOf = ({ id }: Transaction) => ({ purpose: 'sign_in', transaction: id }) as const;

  async function begin(c: HttpContext): Promise<Response> {
    const { transaction, body } = await needs.prompt.ownerPost(c, AssertionBegin);
    const { method } = body;
    const { user, policy } = await needs.prompt.requireReady(transaction, {
      method,
      none: 'authenticator_none',
    });
    const own = usableOf(await needs.credentials.of(db.read, user), policy);
    const candidates = own.filter(({ kind }) => kind === method);
    const challenge = await db.write(async (tx) => {
      await needs.prompt.withdrawAll(tx, transaction);
      return challenges.issue(tx, askerOf(transaction), {
        purpose: 'sign_in',
        user_id: user,
        transaction_id: transaction.id,
        kind: method,
      });
    });
    return c.json({ options: assertionOptions(rp, { challenge, candidates }) });
  }

  async function finish(c: HttpContext): Promise<Response> {
    const { transaction, body } = await needs.prompt.ownerPost(c, AssertionPost);
    const policy = await needs.prompt.requireStanding(transaction);
    const user = transaction.user_id;
    if (!user) throw new Refusal('authenticator_none');
    const challenge = await challenges.open(db.read, askerOf(transaction));
    if (!challenge) throw new Refusal('challenge_used');
    const judged = await assertions.judge(body.response, {
      challenge,
      user,
      policy,
      userVerification: false,
    });
    const refusal = await db.write(async (tx) => {
      const refused = await assertions.settle(tx, judged);
      if (refused || judged.refusal) return refused;
      const { kind, name } = judged.credential;
      // The browser may have answered with another kind than was asked for.
      const off = whyOff(kind, policy);
      if (off) return new Refusal(off);
      const approval = { factor: kind, device: null, deviceName: name };
      await needs.prompt.proven(tx, { transaction, approval });
      await needs.users.recordSuccess(tx, user);
      return null;
    });
    if (refusal) throw refusal;
    return c.json({});
  }

  const http = newRoutes();
  http.post(routes.promptAssertionBegin, begin);
  http.post(routes.promptAssertion, finish);
  return http;
}
