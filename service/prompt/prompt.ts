import { deleteCookie } from 'hono/cookie';
import type { Kysely } from 'kysely';
import { Refusal } from '../../lib/protocol/errors.ts';
import { OWN_APPLICATION, type TransactionId, type UserId } from '../../lib/protocol/ids.ts';
import { type MethodView, PromptPost, transactionCookie } from '../../lib/protocol/prompt.ts';
import { routes } from '../../lib/protocol/routes.ts';
import type { Schema } from '../db/schema.ts';
import { statement } from '../db/statement.ts';
import { type HttpContext, newRoutes } from '../http/http.ts';
import { longPoll } from '../http/long-poll.ts';
import { hashOf } from '../ids.ts';
import type { Floor, Tx } from '../room.ts';
import { type State, transitions } from './machine.ts';
import type { PromptNeeds } from './needs.ts';
import { createOwner, holds } from './owner.ts';
import type { PromptPolicy } from './policy.ts';
import { anyPresent, createPresence, presentDevice } from './presence.ts';
import {
  type Approval,
  createTransactions,
  type Move,
  type SignInRequest,
  type Transaction,
} from './transactions.ts';
import { carriesTrust, createTrusted } from './trusted.ts';
import { createView } from './view.ts';

interface Proven {
  transaction: Transaction;
  approval: Approval;
  /** How the audit log calls it; as a transition otherwise. */
  entry?: Move['entry'];
}

const finishedWithUser = statement<{ id: TransactionId }>()((query, { id }) =>
  query
    .selectFrom('transactions')
    .leftJoin('users', 'users.id', 'transactions.user_id')
    .selectAll('transactions')
    .select(['users.id as found_user', 'users.username as found_name', 'users.status as found_status'])
    .where('transactions.id', '=', id)
    .where('transactions.state', '=', 'finished'),
);

/** The sign-in transaction and the page that shows it. */
export function createPrompt(floor: Floor, needs: PromptNeeds) {
  const { db, signals } = floor;
  const transactions = createTransactions(floor);
  const { owner, ownerPost } = createOwner(floor, transactions);
  const { stateOf, standingOf } = createView(floor, needs);

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

  async function finish(c: HttpContext): Promise<Response> {
    const { transaction } = await ownerPost(c, PromptPost);
    const passes =
      (transaction.state === 'choosing' || transaction.state === 'enrolling') &&
      (await standingOf(transaction)).next === 'pass';
    const location = await db.write(async (tx) => {
      await requireActive(tx, transaction);
      if (passes)
        await mustMove(tx, {
          id: transaction.id,
          event: 'passed',
          approval: { factor: 'none', device: null, deviceName: null },
        });
      return goOn(tx, transaction);
    });
    deleteCookie(c, transactionCookie(transaction.id), { path: '/', secure: true });
    return c.json({ location });
  }

  /** Says where the browser goes from here. */
  async function goOn(tx: Tx, { id }: Transaction): Promise<string> {
    const finished = await mustMove(tx, { id, event: 'finished' });
    return needs.sites.grant(tx, {
      transaction: id,
      application: finished.application_id,
      redirectUri: finished.redirect_uri,
      siteState: finished.site_state,
      duoCode: finished.duo_code === 1,
    });
  }

  /** An account that was disabled after its approval gets no code any more. */
  async function requireActive(tx: Tx, { user_id }: Transaction): Promise<void> {
    const user = user_id && (await needs.users.find(tx.query, user_id));
    if (user && user.status !== 'active') throw new Refusal('user_disabled');
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

  /** The same for a factor that answers at once: with how its method stands, null where the person has none. @throws also `transaction_state` */
  async function requireOpen(
    transaction: Transaction,
    method: MethodView['method'],
  ): Promise<{ policy: PromptPolicy; offer: MethodView | null }> {
    const open: readonly State[] = transitions.proven.from;
    if (!open.includes(transaction.state)) throw new Refusal('transaction_state');
    const { policy, methods } = await mayGoOn(transaction);
    return { policy, offer: methods.find((offer) => offer.method === method) ?? null };
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
  async function touch(tx: Tx, id: TransactionId, event: 'touched' | 'enrolled'): Promise<void> {
    if (event === 'enrolled' && (await transactions.move(tx, { id, event }))) return;
    await transactions.touch(tx, id);
  }

  const trusted = createTrusted(floor, needs, { transactions, proven, finish: goOn });

  const http = newRoutes();
  http.get(routes.prompt, page);
  http.get(routes.promptState, state);
  http.post(routes.promptFinish, finish);
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
    presentDevice,
    isEnrolled,
    standingOf,
    requireStanding,
    requireOpen,
    withdrawAll,
    touch,
    proven,
    transactions,
  };
}
