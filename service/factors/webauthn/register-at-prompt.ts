import { Refusal } from '../../../lib/protocol/errors.ts';
import { PromptRegistration, RegistrationBegin } from '../../../lib/protocol/prompt.ts';
import { routes } from '../../../lib/protocol/routes.ts';
import { type HttpContext, newRoutes, userAgentOf } from '../../http/http.ts';
import type { Floor, Tx } from '../../room.ts';
import type { Challenges } from './challenges.ts';
import type { Transaction, WebauthnNeeds } from './needs.ts';
import type { Registrations } from './registrations.ts';
import type { RelyingParty } from './relying-party.ts';

interface RegisterOptions {
  needs: WebauthnNeeds;
  challenges: Challenges;
  registrations: Registrations;
  rp: RelyingParty;
}

/**
 * Set-up at the prompt, where an inline invitation allows it: with a key alone, and no extension. Once that has let the
 * person in, one more may follow it.
 */
export function createRegisterAtPrompt(
  { db }: Pick<Floor, 'db'>,
  { needs, challenges, registrations, rp }: RegisterOptions,
) {
  const askerOf = ({ id }: Transaction) => ({ purpose: 'register', transaction: id }) as const;

  async function begin(c: HttpContext): Promise<Response> {
    const { transaction, body } = await needs.prompt.ownerPost(c, RegistrationBegin);
    await needs.prompt.requireSetUp(transaction, body.kind);
    const user = transaction.user_id;
    if (!user) throw new Refusal('transaction_state');
    const challenge = await db.write((tx) =>
      challenges.issue(tx, askerOf(transaction), {
        purpose: 'register',
        user_id: user,
        transaction_id: transaction.id,
        kind: body.kind,
      }),
    );
    return c.json({ options: await registrations.optionsFor(challenge) });
  }

  async function finish(c: HttpContext): Promise<Response> {
    const { transaction, body } = await needs.prompt.ownerPost(c, PromptRegistration);
    const challenge = await challenges.open(db.read, askerOf(transaction));
    if (!challenge) throw new Refusal('challenge_used');
    const step = await needs.prompt.requireSetUp(transaction, challenge.kind);
    const { response, name } = body;
    const credential = await registrations.finish(
      challenge,
      { response, name, userAgent: userAgentOf(c) },
      { origins: rp.ownOrigins, also: (tx) => settle(tx, transaction, step) },
    );
    return c.json({ credential: needs.credentials.viewOf(credential) });
  }

  /** The first way to sign in uses the invitation up; another one leaves the approval as it is. */
  async function settle(tx: Tx, transaction: Transaction, step: 'first' | 'another'): Promise<void> {
    if (step === 'another') return needs.prompt.addAnother(tx, transaction.id);
    if (!(await needs.enrolment.takeInline(tx, transaction))) throw new Refusal('invitation_used');
    await needs.prompt.touch(tx, transaction.id, 'set_up');
  }

  const http = newRoutes();
  http.post(routes.promptRegistrationBegin, begin);
  http.post(routes.promptRegistration, finish);
  return http;
}
