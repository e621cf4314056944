import { deleteCookie } from 'hono/cookie';
import { Refusal } from '../../lib/protocol/errors.ts';
import { PromptPost, transactionCookie } from '../../lib/protocol/prompt.ts';
import type { Row } from '../db/schema.ts';
import type { HttpContext } from '../http/http.ts';
import type { Floor, Tx } from '../room.ts';
import { isOpen } from './machine.ts';
import type { PromptNeeds } from './needs.ts';
import type { Owner } from './owner.ts';
import type { Standing } from './standing.ts';
import type { Move, Transaction } from './transactions.ts';

interface Parts {
  needs: PromptNeeds;
  ownerPost: Owner['ownerPost'];
  standingOf(transaction: Transaction): Promise<Standing>;
  bypasses(transaction: Transaction, person: Row<'people'> | null): boolean;
  withdrawAll(tx: Tx, transaction: Transaction): Promise<void>;
  /** @throws `transaction_state` */
  mustMove(tx: Tx, move: Move): Promise<Transaction>;
}

/** From an approval, or from a policy that asks for nothing, on to where the sign-in leads. */
export function createFinishing(
  { db }: Pick<Floor, 'db'>,
  { needs, ownerPost, standingOf, bypasses, withdrawAll, mustMove }: Parts,
) {
  async function finish(c: HttpContext): Promise<Response> {
    const { transaction } = await ownerPost(c, PromptPost);
    const standing = isOpen(transaction) ? await standingOf(transaction) : null;
    const { finished, location } = await db.write(async (tx) => {
      const person = await requireActive(tx, transaction);
      if (standing?.next === 'pass') {
        // The leave may have ended, or the account been locked, at the same moment.
        if (standing.bypass && !bypasses(transaction, person)) throw new Refusal('transaction_state');
        await pass(tx, transaction, standing);
      }
      return goOn(tx, transaction);
    });
    const { user_id: user, factor } = finished;
    if (user) needs.methods.remember(c, { user, factor });
    deleteCookie(c, transactionCookie(transaction.id), { path: '/', secure: true });
    return c.json({ location });
  }

  /** Nobody is asked for anything, nor any longer where somebody was asked before the operator's leave began. */
  async function pass(tx: Tx, transaction: Transaction, { bypass }: { bypass: boolean }): Promise<void> {
    await withdrawAll(tx, transaction);
    await mustMove(tx, {
      id: transaction.id,
      event: 'passed',
      approval: { factor: bypass ? 'bypass' : 'none', device: null, deviceName: null },
      ...(bypass && { entry: { event: 'sign_in.bypassed' } }),
    });
  }

  /** Says where the browser goes from here. */
  async function goOn(
    tx: Tx,
    { id }: Pick<Transaction, 'id'>,
  ): Promise<{ finished: Transaction; location: string }> {
    const finished = await mustMove(tx, { id, event: 'finished' });
    const location = await needs.sites.grant(tx, {
      transaction: id,
      application: finished.application_id,
      redirectUri: finished.redirect_uri,
      siteState: finished.site_state,
      duoCode: finished.duo_code === 1,
    });
    return { finished, location };
  }

  /** An account that was disabled after its approval gets no code any more. */
  async function requireActive(tx: Tx, { user_id }: Transaction): Promise<Row<'people'> | null> {
    const person = user_id && (await needs.users.find(tx.query, user_id));
    if (person && person.status !== 'active') throw new Refusal('user_disabled');
    return person;
  }

  return { finish, goOn };
}
