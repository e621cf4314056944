import { OWN_APPLICATION, type UserId } from '../../lib/protocol/ids.ts';
import type { FactorParts, MethodView, PromptState } from '../../lib/protocol/prompt.ts';
import type { Row } from '../db/schema.ts';
import type { HttpContext } from '../http/http.ts';
import type { Floor } from '../room.ts';
import type { Look } from './factor.ts';
import type { PromptNeeds } from './needs.ts';
import type { PromptPolicy } from './policy.ts';
import { anyPresent } from './presence.ts';
import { type Standing, standing } from './standing.ts';
import type { Transaction } from './transactions.ts';

/** What each look begins with. */
interface Known {
  policy: PromptPolicy;
  /** Null for a user name that nobody has. */
  person: Row<'users'> | null;
}

/** What a verdict was made of. */
interface Judged {
  policy: PromptPolicy;
  methods: MethodView[];
}

/** Set-up shows only where it may open here: not once another page has paired a browser, nor where policy asks for nothing. */
const shownState = ({ state }: Transaction, { next }: Standing): PromptState['state'] =>
  state === 'enrolling' && next !== 'enrol' ? 'choosing' : state;

/** Works out what the prompt shows: always from the rows, so that a reload resumes. */
export function createView({ db, clock }: Pick<Floor, 'db' | 'clock'>, needs: PromptNeeds) {
  const policyOf = (transaction: Transaction) =>
    needs.policies.effective(db.read, transaction.application_id);

  const personOf = async ({ user_id }: Transaction): Promise<Row<'users'> | null> =>
    user_id && needs.users.find(db.read, user_id);

  const lookAt = (transaction: Transaction, { policy, person }: Known): Look | null =>
    person && { transaction, user: person.id, locked: needs.users.isLocked(person), policy };

  /** What each factor offers, in the factors' order. */
  const offersOf = (look: Look | null): Promise<MethodView[][]> =>
    Promise.all(needs.factors.map((factor) => (look ? factor.offers(look) : [])));

  async function partsOf(
    look: Look | null,
    { offers, present }: { offers: readonly MethodView[][]; present: boolean },
  ): Promise<FactorParts> {
    const nothing: FactorParts = { push: null };
    if (!look) return nothing;
    const parts = await Promise.all(
      needs.factors.map((factor, at) => factor.part(look, { methods: offers[at] ?? [], present })),
    );
    return Object.assign(nothing, ...parts);
  }

  /** Whether the person may go on, and how; with the policy that says so. */
  async function standingOf(transaction: Transaction): Promise<Standing & Judged> {
    const known = { policy: await policyOf(transaction), person: await personOf(transaction) };
    const methods = (await offersOf(lookAt(transaction, known))).flat();
    return { ...(await judge(transaction, { ...known, methods })), policy: known.policy, methods };
  }

  async function judge(
    transaction: Transaction,
    { policy, person, methods }: Known & { methods: readonly MethodView[] },
  ): Promise<Standing> {
    const enrolled = methods.length > 0;
    return standing({
      disabled: person?.status === 'disabled',
      locked: person !== null && needs.users.isLocked(person),
      lockScope: policy.lockout.scope,
      enrolled,
      lapsed: person && !enrolled ? await lapsed(person.id) : false,
      ready: methods.some((method) => method.ready),
      inlineInvitation: person && !enrolled ? await inlineInvitation(transaction, person.id) : false,
      newUsers: policy.newUsers,
    });
  }

  /** Whoever stands at the prompt of a step-up has shown no password: it is no place for a set-up. */
  const inlineInvitation = async ({ application_id }: Transaction, user: UserId): Promise<boolean> =>
    application_id !== OWN_APPLICATION && (await needs.enrolment.inlineInvitation(user));

  async function lapsed(user: UserId): Promise<boolean> {
    const ended = await Promise.all(needs.factors.map((factor) => factor.lapsed(user)));
    return ended.includes(true);
  }

  /** Only a step-up can have been begun for the portal. */
  async function leadsTo({ id, application_id }: Transaction): Promise<PromptState['leadsTo']> {
    if (application_id !== OWN_APPLICATION) return 'site';
    return (await needs.stepUp.purposeOf(db.read, id)) === 'portal_open' ? 'portal' : 'site';
  }

  const opensPortal = async ({ id, state }: Transaction): Promise<boolean> =>
    state === 'approved' && (await needs.portal.opens(db.read, id));

  /** As the browser that asks sees it. */
  async function stateOf(c: HttpContext, transaction: Transaction): Promise<PromptState> {
    const policy = await policyOf(transaction);
    const person = await personOf(transaction);
    const look = lookAt(transaction, { policy, person });
    const offers = await offersOf(look);
    const methods = offers.flat();
    const verdict = await judge(transaction, { policy, person, methods });
    const open =
      transaction.state === 'choosing' ||
      transaction.state === 'enrolling' ||
      transaction.state === 'waiting';
    const refusal = transaction.refusal ?? (open && verdict.next === 'refuse' ? verdict.why : null);
    const here = await anyPresent(db.read, transaction.id);
    const application = await needs.applications.find(transaction.application_id);
    return {
      transaction: transaction.id,
      challenge: transaction.challenge,
      revision: transaction.revision,
      state: refusal ? 'refused' : shownState(transaction, verdict),
      application: { id: transaction.application_id, name: application?.name ?? '' },
      username: transaction.username,
      now: clock.now(),
      expiresAt: transaction.expires_at,
      refusal,
      methods,
      opensWith: methods.find((method) => method.ready)?.method ?? null,
      present: here,
      parts: await partsOf(look, { offers, present: here }),
      pairing: transaction.state === 'enrolling' ? await needs.enrolment.pairingOf(transaction.id) : null,
      trust: await needs.trust.question(c, transaction),
      leadsTo: await leadsTo(transaction),
      portal: await opensPortal(transaction),
      helpDesk: policy.helpDesk || null,
    };
  }

  return { stateOf, standingOf };
}
