import { getCookie } from 'hono/cookie';
import type * as v from 'valibot';
import { Refusal } from '../../lib/protocol/errors.ts';
import { TransactionId } from '../../lib/protocol/ids.ts';
import { type PromptPost, transactionCookie } from '../../lib/protocol/prompt.ts';
import { type HttpContext, pathId, readJson, requireOwnOrigin } from '../http/http.ts';
import { hashOf, isSameSecret } from '../ids.ts';
import type { Floor } from '../room.ts';
import type { Transaction, Transactions } from './transactions.ts';

/**
 * Who may act for a transaction: only the browser that holds its own cookie. Everyone else gets the same answer,
 * whether the transaction exists or not.
 */
export function createOwner(
  { db, clock, origin }: Pick<Floor, 'db' | 'clock' | 'origin'>,
  transactions: Transactions,
) {
  /** The transaction of the path's id. @throws `transaction_not_yours`, `transaction_expired` */
  async function owner(c: HttpContext): Promise<Transaction> {
    const transaction = await transactions.find(db.read, pathId(c, TransactionId));
    if (!transaction || !holds(c, transaction)) throw new Refusal('transaction_not_yours');
    if (transaction.expires_at <= clock.now()) throw new Refusal('transaction_expired');
    return transaction;
  }

  /** The same for a POST of the prompt page: from our own origin, with the challenge that only its page was shown. */
  async function ownerPost<Shape extends v.GenericSchema<unknown, v.InferOutput<typeof PromptPost>>>(
    c: HttpContext,
    schema: Shape,
  ): Promise<{ transaction: Transaction; body: v.InferOutput<Shape> }> {
    requireOwnOrigin(c, origin);
    const body = await readJson(c, schema);
    const transaction = await owner(c);
    if (!isSameSecret(body.challenge, transaction.challenge)) throw new Refusal('wrong_origin');
    return { transaction, body };
  }

  return { owner, ownerPost };
}

export type Owner = ReturnType<typeof createOwner>;

/** Whether the request carries the transaction's own cookie. */
export function holds(c: HttpContext, { id, cookie_hash }: Pick<Transaction, 'id' | 'cookie_hash'>): boolean {
  const cookie = getCookie(c, transactionCookie(id));
  return cookie !== undefined && isSameSecret(hashOf(cookie), cookie_hash);
}
