import { getCookie } from 'hono/cookie';
import { Refusal } from '../../../lib/protocol/errors.ts';
import type { TransactionId, UserId } from '../../../lib/protocol/ids.ts';
import { TrustAnswer, transactionCookie } from '../../../lib/protocol/prompt.ts';
import type { Row } from '../../db/schema.ts';
import { browserName } from '../../http/browser-name.ts';
import { type HttpContext, userAgentOf } from '../../http/http.ts';
import type { Floor, Tx } from '../../room.ts';
import type { Cookies } from '../cookies/cookies.ts';
import type { Token } from '../cookies/trust-cookie.ts';
import type { TrustingNeeds } from '../needs.ts';
import type { OfferOf } from './offer.ts';

type Transaction = Row<'transactions'>;

interface Parts extends Cookies {
  offerOf: OfferOf;
}

/** The browser that gave the answer, where no key stands for it. */
interface Asker {
  /** Its cookie, if one stands for it already. */
  held: Token | null;
  secret: string;
  browser: string;
}

interface Beginning {
  transaction: Transaction;
  user: UserId;
  asker: Asker;
}

/** The answer to "Is this your device?"; it may be repeated, since the reply to it may be lost. */
export function createAnswer(
  { db }: Pick<Floor, 'db'>,
  { trust, prompt, users }: Pick<TrustingNeeds, 'trust' | 'prompt' | 'users'>,
  { offerOf, tokenHere, declined, cookie, families }: Parts,
) {
  return async function answer(c: HttpContext): Promise<Response> {
    const { transaction, body } = await prompt.ownerPost(c, TrustAnswer);
    if (transaction.state !== 'approved') throw new Refusal('transaction_state');
    await (body.trust ? accept(c, transaction) : decline(c, transaction));
    return c.json({});
  };

  async function decline(c: HttpContext, transaction: Transaction): Promise<void> {
    const offer = await offerOf(db.read, transaction);
    if (offer) declined.keep(c, offer);
  }

  async function accept(c: HttpContext, { id, user_id: user }: Transaction): Promise<void> {
    const asker: Asker = {
      held: user && (await tokenHere(c, user)),
      secret: getCookie(c, transactionCookie(id)) ?? '',
      browser: browserName(userAgentOf(c)),
    };
    const tell = await db.write((tx) => make(tx, { id, asker }));
    tell(c);
  }

  /** What it gives tells the browser, once all is durable. @throws `transaction_state`, `trust_off`, `user_disabled` */
  async function make(
    tx: Tx,
    { id, asker }: { id: TransactionId; asker: Asker },
  ): Promise<(c: HttpContext) => void> {
    const transaction = await prompt.transactions.find(tx.query, id);
    if (transaction?.state !== 'approved') throw new Refusal('transaction_state');
    const offer = await offerOf(tx.query, transaction);
    if (!offer) throw new Refusal('trust_off');
    const { user, application, device, hours, limit } = offer;
    if ((await users.find(tx.query, user))?.status !== 'active') throw new Refusal('user_disabled');
    const wish = { user, application, transaction: id, address: transaction.address, hours, limit };
    if (device) {
      await trust.make(tx, { ...wish, holder: { device: device.id }, browser: device.name });
      return () => {};
    }
    const token = await begin(tx, { transaction, user, asker });
    await trust.make(tx, { ...wish, holder: { family: token.family }, browser: asker.browser });
    const life = await families.lifeOf(tx, token.family);
    return (c) => cookie.set(c, user, { token, life });
  }

  async function begin(tx: Tx, { transaction, user, asker }: Beginning): Promise<Token> {
    const { id, application_id: application } = transaction;
    const { held, secret, browser } = asker;
    const accepted = held && (await families.accept(tx, held, { user, application, transaction: id }));
    const family = accepted?.family ?? (await families.begunIn(tx, id));
    const token = await families.begin(tx, { family, secret, transaction: id, browser });
    if (!token) throw new Refusal('trust_off');
    return token;
  }
}
