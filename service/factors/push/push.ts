import { Refusal } from '../../../lib/protocol/errors.ts';
import { PushId, type TransactionId } from '../../../lib/protocol/ids.ts';
import { PromptPost, PushPost } from '../../../lib/protocol/prompt.ts';
import { DecisionPost } from '../../../lib/protocol/push.ts';
import { routes } from '../../../lib/protocol/routes.ts';
import { type HttpContext, newRoutes, parseJson, pathId, readBytes } from '../../http/http.ts';
import type { Floor, Tx } from '../../room.ts';
import { createAsk } from './ask.ts';
import { createDecide } from './decide.ts';
import { readDecision } from './decision.ts';
import { createDisown } from './disown.ts';
import { createInbox } from './inbox.ts';
import type { DeviceCall, PushNeeds, Transaction } from './needs.ts';
import { createTakeBack } from './take-back.ts';
import { asks } from './target.ts';
import { createView } from './view.ts';

/** Push to the person's paired browsers, as a factor of the prompt and as what the devices call. */
export function createPush(floor: Floor, needs: PushNeeds) {
  const { db, clock } = floor;
  const takeBack = createTakeBack(floor, needs);
  const { cancel, withdraw, expire } = takeBack;
  const ask = createAsk(floor, { needs, takeBack });
  const decide = createDecide(floor, needs);
  const disown = createDisown(floor, needs);
  const inboxFor = createInbox(floor, needs);

  async function send(c: HttpContext): Promise<Response> {
    const { transaction, body } = await needs.prompt.ownerPost(c, PushPost);
    await needs.prompt.requireStanding(transaction);
    await db.write((tx) => ask(tx, transaction, { canShowNumber: true, device: body.device }));
    return c.json({});
  }

  async function stop(c: HttpContext): Promise<Response> {
    const { transaction } = await needs.prompt.ownerPost(c, PromptPost);
    await db.write((tx) => cancel(tx, transaction));
    return c.json({});
  }

  async function inbox(c: HttpContext): Promise<Response> {
    const device = await needs.devices.authenticate(c);
    const [signed] = await Promise.all([inboxFor(device), db.write((tx) => device.spend(tx))]);
    return c.json({ inbox: signed });
  }

  async function decision(c: HttpContext): Promise<Response> {
    const id = pathId(c, PushId);
    const body = await readBytes(c);
    const device = await needs.devices.authenticate(c, body);
    const { decision: jws, assertion } = parseJson(body, DecisionPost);
    const claims = readDecision(jws, { device, push: id, now: clock.now() });
    const withCookie = await carriesCookie(c, id);
    const asked = { user: device.user, device: device.id, push: id };
    // What is wrong with it counts only where it is asked for: a decision that is repeated has used its answer up before.
    const confirm = assertion ? await needs.confirmation.check(assertion, asked) : null;
    const verdict = await db.write((tx) => decide(tx, { claims, jws, device, withCookie, confirm }));
    if ('refusal' in verdict) throw new Refusal(verdict.refusal);
    return c.json(verdict);
  }

  /** What this computer's authenticator shall sign to confirm the approval of a request that waits. */
  async function verification(c: HttpContext): Promise<Response> {
    const id = pathId(c, PushId);
    const device = await needs.devices.authenticate(c);
    const options = await db.write(async (tx) => {
      await device.spend(tx);
      const transaction = await waiting(tx, { id, device });
      return needs.confirmation.begin(tx, { user: device.user, transaction, device: device.id, push: id });
    });
    return c.json({ options });
  }

  /** The sign-in that a waiting request belongs to. @throws `push_unknown`, `push_decided`, `push_expired` */
  async function waiting(tx: Tx, { id, device }: { id: PushId; device: DeviceCall }): Promise<TransactionId> {
    const push = await tx.query
      .selectFrom('pushes')
      .select(['state', 'transaction_id', 'expires_at'])
      .where('id', '=', id)
      .where('user_id', '=', device.user)
      .where(asks(device.id))
      .executeTakeFirst();
    if (!push) throw new Refusal('push_unknown');
    if (push.state === 'expired' || push.expires_at <= clock.now()) throw new Refusal('push_expired');
    if (push.state !== 'pending') throw new Refusal('push_decided');
    return push.transaction_id;
  }

  async function carriesCookie(c: HttpContext, id: PushId): Promise<boolean> {
    if (c.req.header('cookie') === undefined) return false;
    const transaction = await db.read
      .selectFrom('transactions')
      .innerJoin('pushes', 'pushes.transaction_id', 'transactions.id')
      .selectAll('transactions')
      .where('pushes.id', '=', id)
      .executeTakeFirst();
    return transaction !== undefined && needs.prompt.holds(c, transaction);
  }

  async function notMe(c: HttpContext): Promise<Response> {
    const push = pathId(c, PushId);
    const device = await needs.devices.authenticate(c);
    const outcome = await db.write((tx) => disown(tx, { device, push }));
    return c.json({ outcome });
  }

  const http = newRoutes();
  http.post(routes.promptPush, send);
  http.post(routes.promptCancel, stop);
  http.get(routes.deviceInbox, inbox);
  http.post(routes.deviceDecision, decision);
  http.post(routes.deviceVerification, verification);
  http.post(routes.deviceNotMe, notMe);

  return {
    routes: http,
    ...createView(floor, needs),
    withdraw: async (tx: Tx, transaction: Transaction): Promise<void> => {
      await withdraw(tx, transaction);
    },
    expire,
  };
}
