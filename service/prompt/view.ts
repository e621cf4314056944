import { OWN_APPLICATION, type UserId } from '../../lib/protocol/ids.ts';
import type { Readiness } from '../../lib/protocol/methods.ts';
import type { FactorParts, MethodView, PromptState } from '../../lib/protocol/prompt.ts';
import type { Row } from '../db/schema.ts';
import type { HttpContext } from '../http/http.ts';
import type { Floor } from '../room.ts';
import type { Look, PartFacts } from './factor.ts';
import { isOpen } from './machine.ts';
import type { PromptNeeds } from './needs.ts';
import { openingOf, type Wishes } from './opening.ts';
import type { PromptPolicy } from './policy.ts';
import { sceneOf } from './presence.ts';
import { choicesOf, createSetUp } from './set-up.ts';
import { isBypassed, type Standing, standing } from './standing.ts';
import type { Transaction } from './transactions.ts';

/** What a verdict is made of. */
interface Seen {
  policy: PromptPolicy;
  /** Null for a user name that nobody has. */
  person: Row<'people'> | null;
  look: Look | null;
  /** What each factor says, in the factors' order. */
  byFactor: Readiness[][];
  methods: Readiness[];
}

/**
 * What nobody has set up needs no line that says so. A code from the help desk has one while it works, or would if
 * the account were not locked.
 */
const isListed = ({ enrolled, ready, why }: Readiness): boolean => enrolled || ready || why === 'locked_out';

/** Where the person may not go on, nothing is ready, whatever its factor says. */
const under =
  (verdict: Standing) =>
  (method: Readiness): Readiness =>
    verdict.next === 'refuse' && method.ready ? { ...method, ready: false, why: verdict.why } : method;

const viewOf = ({ method, ready, why, devices }: Readiness): MethodView => ({ method, ready, why, devices });

/**
 * Set-up shows only where it may open here: not once another page has paired a browser, nor where policy asks for
 * nothing. And nothing waits for an answer any more where none is asked for.
 */
function shownState({ state }: Transaction, { next }: Standing): PromptState['state'] {
  if (state === 'enrolling' && next !== 'enrol') return 'choosing';
  return state === 'waiting' && next === 'pass' ? 'choosing' : state;
}

/** Works out what the prompt shows: always from the rows, so that a reload resumes. */
export function createView({ db, clock }: Pick<Floor, 'db' | 'clock'>, needs: PromptNeeds) {
  const setUpOf = createSetUp(needs);

  async function see(transaction: Transaction): Promise<Seen> {
    const { application_id: application, user_id: user } = transaction;
    const [policy, person] = await Promise.all([
      needs.policies.effective(db.read, { application, user }),
      user && needs.users.find(db.read, user),
    ]);
    const look = person && {
      transaction,
      user: person.id,
      application,
      locked: needs.users.isLocked(person),
      policy,
    };
    const byFactor = look ? await Promise.all(needs.factors.map((factor) => factor.readiness(look))) : [];
    return { policy, person, look, byFactor, methods: byFactor.flat() };
  }

  /** Whether the person may go on, and how; with the policy that says so. */
  async function standingOf(transaction: Transaction): Promise<Standing & Pick<Seen, 'policy' | 'methods'>> {
    const seen = await see(transaction);
    return { ...(await judge(transaction, seen)), policy: seen.policy, methods: seen.methods };
  }

  async function judge(transaction: Transaction, seen: Seen): Promise<Standing> {
    const { policy, person, methods } = seen;
    const enrolled = methods.some(isListed);
    return standing({
      disabled: person?.status === 'disabled',
      bypass: bypasses(transaction, person),
      locked: person !== null && needs.users.isLocked(person),
      lockScope: policy.lockout.scope,
      enrolled,
      lapsed: person && !enrolled ? await lapsed(person.id) : false,
      ready: methods.some((method) => method.ready),
      readyIfPresent: methods.some(({ why }) => why === 'locked_elsewhere'),
      inlineInvitation: enrolled ? false : await opensSetUp(transaction, seen),
      newUsers: policy.newUsers,
    });
  }

  /** Only at sites: for changing how one signs in, everybody has to prove who they are. */
  function bypasses(
    { application_id }: Pick<Transaction, 'application_id'>,
    person: Row<'people'> | null,
  ): boolean {
    if (!person || application_id === OWN_APPLICATION) return false;
    const { status, status_until: own, group_bypass_until: group } = person;
    return isBypassed({ status, own, group, locked: needs.users.isLocked(person), now: clock.now() });
  }

  /**
   * Whoever stands at the prompt of a step-up has shown no password: it is no place for a set-up. Nor is one where
   * policy leaves nothing to set up.
   */
  async function opensSetUp(
    { application_id }: Transaction,
    { person, policy, methods }: Seen,
  ): Promise<boolean> {
    if (!person || application_id === OWN_APPLICATION || choicesOf({ policy, methods }).length === 0)
      return false;
    return needs.enrolment.inlineInvitation(person.id);
  }

  async function lapsed(user: UserId): Promise<boolean> {
    const ended = await Promise.all(needs.factors.map((factor) => factor.lapsed(user)));
    return ended.includes(true);
  }

  /** What each factor shows of itself. */
  async function partsOf(
    look: Look | null,
    { offers, ...facts }: { offers: readonly Readiness[][] } & Omit<PartFacts, 'methods'>,
  ): Promise<FactorParts> {
    const nothing: FactorParts = { push: null };
    if (!look) return nothing;
    const parts = await Promise.all(
      needs.factors.map((factor, at) => factor.part(look, { methods: offers[at] ?? [], ...facts })),
    );
    return Object.assign(nothing, ...parts);
  }

  /** Null where nobody is asked for anything, or no longer. */
  async function wishesFor(look: Look | null, { next }: Standing): Promise<Wishes | null> {
    if (!look || next !== 'authenticate' || !isOpen(look.transaction)) return null;
    return needs.methods.wishesOf(db.read, look);
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
    const seen = await see(transaction);
    const { policy, look } = seen;
    const verdict = await judge(transaction, seen);
    // Who passes is asked for nothing.
    const offers = verdict.next === 'pass' ? [] : seen.byFactor.map((rows) => rows.map(under(verdict)));
    const methods = offers.flat().filter(isListed);
    const refusal =
      transaction.refusal ?? (isOpen(transaction) && verdict.next === 'refuse' ? verdict.why : null);
    const [wishes, { name, present }] = await Promise.all([
      wishesFor(look, verdict),
      sceneOf(db.read, transaction),
    ]);
    const setUp = await setUpOf(db.read, transaction, { next: verdict.next, policy, methods: seen.methods });
    const pairs = transaction.state === 'enrolling' || setUp?.step === 'another';
    return {
      transaction: transaction.id,
      challenge: transaction.challenge,
      revision: transaction.revision,
      state: refusal ? 'refused' : shownState(transaction, verdict),
      application: { id: transaction.application_id, name },
      username: transaction.username,
      now: clock.now(),
      expiresAt: transaction.expires_at,
      refusal,
      methods: methods.map(viewOf),
      opensWith:
        look && wishes && openingOf({ methods, wishes, lastHere: needs.methods.lastHere(c, look.user) }),
      present,
      parts: await partsOf(look, { offers, present, wishes }),
      pairing: pairs ? await needs.enrolment.pairingOf(transaction.id) : null,
      setUp,
      trust: await needs.trust.question(c, transaction),
      leadsTo: await leadsTo(transaction),
      portal: await opensPortal(transaction),
      helpDesk: policy.helpDesk || null,
    };
  }

  return { stateOf, standingOf, bypasses };
}
