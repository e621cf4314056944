import { Refusal } from '../../../lib/protocol/errors.ts';
import { PromptRegistration, RegistrationBegin } from '../../../lib/protocol/prompt.ts';
import { routes } from '../../../lib/protocol/routes.ts';
import { type HttpContext, newRoutes, userAgentOf } from '../../http/http.ts';
import type { Floor } from '../../room.ts';
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

/** The first set-up at the prompt, where an inline invitation allows it: with a key alone, and no extension. */
export function createRegisterAtPrompt(
  { db }: Pick<Floor, 'db'>,
  { needs, challenges, registrations, rp }: RegisterOptions,
) {
  const askerOf = ({ id }: Transaction) => ({ purpose: 'register', transaction: id }) as const;

  async function requireEnrolling(transaction: Transaction): Promise<void> {
    const standing = await needs.prompt.standingOf(transaction);
    if (standing.next === 'refuse') throw new Refusal(standing.why);
    if (standing.next !== 'enrol') throw new Refusal('transaction_state');
  }

  async function begin(c: HttpContext): Promise<Response> {
    const { transaction, body } = await needs.prompt.ownerPost(c, RegistrationBegin);
    await requireEnrolling(transaction);
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
    await requireEnrolling(transaction);
    const challenge = await challenges.open(db.read, askerOf(transaction));
    const { response, name } = body;
    const credential = await registrations.finish(
      challenge,
      { response, name, userAgent: userAgentOf(c) },
      {
        origins: rp.ownOrigins,
        also: async (tx) => {
          if (!(await needs.enrolment.takeInline(tx, transaction))) throw new Refusal('invitation_used');
          await needs.prompt.touch(tx, transaction.id, 'enrolled');
        },
      },
    );
    return c.json({ credential: needs.credentials.viewOf(credential) });
  }

  const http = newRoutes();
  http.post(routes.promptRegistrationBegin, begin);
  http.post(routes.promptRegistration, finish);
  return http;
}
