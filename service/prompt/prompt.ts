import type { Kysely } from 'kysely';
import { type ErrorCode, Refusal } from '../../lib/protocol/errors.ts';
import { OWN_APPLICATION, type TransactionId, type UserId } from '../../lib/protocol/ids.ts';
import { type Method, PromptSwitch } from '../../lib/protocol/prompt.ts';
import { routes } from '../../lib/protocol/routes.ts';
import type { Schema } from '../db/schema.ts';
import { statement } from '../db/statement.ts';
import { type HttpContext, newRoutes } from '../http/http.ts';
import { longPoll } from '../http/long-poll.ts';
import { hashOf } from '../ids.ts';
import type { Floor, Tx } from '../room.ts';
import { createFinishing } from './finishing.ts';
import { isOpen, type State } from './machine.ts';
import type { PromptNeeds } from './needs.ts';
import { createOwner, holds } from './owner.ts';
import type { PromptPolicy } from './policy.ts';
import { createPractice } from './practice.ts';
import { anyPresent, createPresence, isPresent, presentDevice } from './presence.ts';
import { createSetUp } from './set-up.ts';
import { createSettingUp } from './setting-up.ts';
import {
  type Approval,
  createTransactions,
  type Move,
  type SignInRequest,
  type Transaction,
} from './transactions.ts';
import { carriesTrust, createTrusted } from './trusted.ts';
import { createView } from './view.ts';

export { createWaking } from './waking.ts';

interface Proven {
  transaction: Transaction;
  approval: Approval;
  /** How the audit log calls it; as a transition otherwise. */
  entry?: Move['entry'];
}

const finishedWithUser = statement<{ id: TransactionId }>()((query, { id }) =>
  query
    .selectFrom('transactions')
    .leftJoin('people', 'people.id', 'transactions.user_id')
    .selectAll('transactions')
    .select(['people.id as found_user', 'people.username as found_name', 'people.status as found_status'])
    .where('transactions.id', '=', id)
    .where('transactions.state', '=', 'finished'),
);

/** The sign-in transaction and the page that shows it. */
export function createPrompt(floor: Floor, needs: PromptNeeds) {
  const { db, signals } = floor;
  const transactions = createTransactions(floor, needs);
  const { owner, ownerPost } = createOwner(floor, transactions);
  const { stateOf, standingOf, bypasses } = createView(floor, needs);

  /** Opens a transaction for a verified request; null if the request was used before. */
  async function open(tx: Tx, request: SignInRequest) {
    const user = await needs.users.byName(tx.query, request.username);
    return transactions.open(tx, request, { user: user?.id ?? null, state: await firstState(tx, user?.id) });
  }

  interface OwnRequest {
    id: TransactionId;
    user: UserId;
    address: string;
    userAgent: string;
  }

  /** Opens a transaction of the service itself, which no site waits for. @throws `user_disabled` */
  async function openOwn(tx: Tx, { id, user, address, userAgent }: OwnRequest) {
    const person = await needs.users.find(tx.query, user);
    if (person?.status !== 'active') throw new Refusal('user_disabled');
    const request: SignInRequest = {
      application: OWN_APPLICATION,
      username: person.username,
      redirectUri: '',
      siteState: '',
      nonce: null,
      duoCode: false,
      requestHash: hashOf(id),
      address,
      userAgent,
    };
    return transactions.open(tx, request, { id, user, state: await firstState(tx, user) });
  }

  async function firstState(tx: Tx, user: UserId | undefined): Promise<State> {
    if (!user) return 'choosing';
    return (await isEnrolled(tx.query, user)) ? 'choosing' : 'enrolling';
  }

  /** Whether the person has a second step at all. */
  async function isEnrolled(query: Kysely<Schema>, user: UserId): Promise<boolean> {
    for (const factor of needs.factors) {
      if (await factor.enrolled(query, user)) return true;
    }
    return false;
  }

  async function page(c: HttpContext): Promise<Response> {
    try {
      const transaction = await owner(c);
      const location = await trusted.byCookie(c, transaction);
      if (location !== null) return c.redirect(location, 303);
      const shown = needs.pages.prompt({ transaction: transaction.id, challenge: transaction.challenge });
      return carriesTrust(c) ? c.newResponse(shown.body, shown) : shown;
    } catch (thrown) {
      if (thrown instanceof Refusal) return needs.pages.error(thrown.code);
      throw thrown;
    }
  }

  /** The state, at once or, with `after`, as soon as it is newer (§5.1: the page never guesses). */
  async function state(c: HttpContext): Promise<Response> {
    const transaction = await longPoll(c, signals, {
      topic: `transaction:${c.req.param('id')}`,
      after: Number(c.req.query('after') ?? 0),
      read: () => owner(c),
    });
    return c.json(await stateOf(c, transaction));
  }

  async function mustMove(tx: Tx, move: Move): Promise<Transaction> {
    const moved = await transactions.move(tx, move);
    if (!moved) throw new Refusal('transaction_state');
    return moved;
  }

  /** The transaction that this very request opened, if the caller is the browser that it was opened in. */
  async function resumable(c: HttpContext, requestHash: string): Promise<TransactionId | null> {
    const transaction = await db.read
      .selectFrom('transactions')
      .select(['id', 'cookie_hash'])
      .where('request_hash', '=', requestHash)
      .executeTakeFirst();
    return transaction && holds(c, transaction) ? transaction.id : null;
  }

  /** What a site may learn about an approved sign-in. */
  async function granted(query: Kysely<Schema>, id: TransactionId) {
    const [row] = await finishedWithUser(query, { id });
    if (!row?.approved_at || row.found_status === 'disabled') return null;
    return {
      transaction: row.id,
      user: row.found_user ? { id: row.found_user, username: row.found_name ?? '' } : null,
      groups: row.group_names?.split('\n') ?? [],
      username: row.username,
      application: row.application_id,
      redirectUri: row.redirect_uri,
      nonce: row.nonce,
      approvedAt: row.approved_at,
      factor: row.factor ?? 'none',
      deviceName: row.device_name,
      address: row.address,
      userAgent: row.user_agent,
    };
  }

  /** The policy by which the person may go on. @throws why they may not */
  const requireStanding = async (transaction: Transaction): Promise<PromptPolicy> =>
    (await mayGoOn(transaction)).policy;

  async function mayGoOn(transaction: Transaction) {
    const verdict = await standingOf(transaction);
    if (verdict.next === 'refuse') throw new Refusal(verdict.why);
    return verdict;
  }

  interface Use {
    method: Method;
    /** How it is called that the person has nothing of it. */
    none: ErrorCode;
  }

  /** Who may use this method right now, and the policy that counts. @throws why not; also `transaction_state` */
  async function requireReady(
    transaction: Transaction,
    { method, none }: Use,
  ): Promise<{ user: UserId; policy: PromptPolicy }> {
    if (!isOpen(transaction)) throw new Refusal('transaction_state');
    const { policy, methods } = await mayGoOn(transaction);
    const found = methods.find((one) => one.method === method);
    const user = transaction.user_id;
    if (!user || !found || found.why === 'method_missing') throw new Refusal(none);
    if (!found.ready) throw new Refusal(found.why as ErrorCode);
    return { user, policy };
  }

  /** The person goes over to a method that has nothing to begin with: what waits must not be answered any more. */
  async function switchTo(c: HttpContext): Promise<Response> {
    const { transaction, body } = await ownerPost(c, PromptSwitch);
    await requireReady(transaction, { method: body.method, none: 'method_missing' });
    await db.write((tx) => withdrawAll(tx, transaction));
    return c.json({});
  }

  /** Takes back whatever waits for an answer, so that the prompt asks one thing at a time. */
  async function withdrawAll(tx: Tx, transaction: Transaction): Promise<void> {
    for (const factor of needs.factors) await factor.withdraw(tx, transaction);
  }

  /** A factor that answers at once has been answered: the sign-in is approved, and nothing else of it waits any more. */
  async function proven(tx: Tx, { transaction, approval, entry }: Proven): Promise<void> {
    await withdrawAll(tx, transaction);
    await mustMove(tx, { id: transaction.id, event: 'proven', approval, ...(entry && { entry }) });
  }

  /** For the set-up at the prompt: its page re-reads, or goes on to the first sign-in. */
  async function touch(tx: Tx, id: TransactionId, event: 'touched' | 'enrolled' | 'set_up'): Promise<void> {
    if (event === 'set_up') await settingUp.mark(tx, id);
    if (event !== 'touched' && (await transactions.move(tx, { id, event: 'enrolled' }))) return;
    await transactions.touch(tx, id);
  }

  const setUpOf = createSetUp(needs);
  const settingUp = createSettingUp(floor, { standingOf, setUpOf });

  const { finish, goOn } = createFinishing(floor, {
    needs,
    ownerPost,
    standingOf,
    bypasses,
    withdrawAll,
    mustMove,
  });
  const trusted = createTrusted(floor, needs, { transactions, proven, goOn });

  const http = newRoutes();
  http.get(routes.prompt, page);
  http.get(routes.promptState, state);
  http.post(routes.promptSwitch, switchTo);
  http.post(routes.promptFinish, finish);
  http.post(
    routes.promptSkipPractice,
    createPractice(floor, { needs, ownerPost, standingOf, setUpOf, proven }),
  );
  http.post(routes.devicePresence, createPresence(floor, { transactions, trusted, needs }));

  return {
    routes: http,
    open,
    openOwn,
    resumable,
    granted,
    ownerPost,
    holds,
    anyPresent,
    isPresent,
    presentDevice,
    isEnrolled,
    standingOf,
    requireStanding,
    requireReady,
    withdrawAll,
    touch,
    requireSetUp: settingUp.requireSetUp,
    addAnother: settingUp.addAnother,
    proven,
    transactions,
  };
}
