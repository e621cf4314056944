import { deleteCookie } from 'hono/cookie';
import { transactionCookie } from '../../lib/protocol/prompt.ts';
import { TRUST_COOKIE } from '../../lib/protocol/trust.ts';
import type { HttpContext } from '../http/http.ts';
import type { Floor, Tx } from '../room.ts';
import type { PresentDevice, PromptNeeds } from './needs.ts';
import type { Approval, Move, Transaction, Transactions } from './transactions.ts';

interface Steps {
  transactions: Pick<Transactions, 'find'>;
  proven(
    tx: Tx,
    how: { transaction: Transaction; approval: Approval; entry: NonNullable<Move['entry']> },
  ): Promise<void>;
  /** Says where the browser goes from here. */
  goOn(tx: Tx, transaction: Transaction): Promise<{ location: string }>;
}

const isOpen = ({ state }: Transaction): boolean => state === 'choosing' || state === 'waiting';

/** The answer to the call that let it pass may have been lost: that browser is told again. */
const hasPassedBy = ({ factor, device_id }: Transaction, { id }: PresentDevice): boolean =>
  factor === 'remembered_device' && device_id === id;

/** Whether the browser holds any cookie of trust. Most do not, and their replies are sent as they are, which is faster. */
export const carriesTrust = (c: HttpContext): boolean =>
  c.req.header('cookie')?.includes(TRUST_COOKIE) === true;

/** Sign-ins that a trusted browser lets pass: nobody is asked anything. */
export function createTrusted(
  { db }: Pick<Floor, 'db'>,
  { trust }: Pick<PromptNeeds, 'trust'>,
  { transactions, proven, goOn }: Steps,
) {
  /** In the call by which a paired browser proves its presence: until when it is trusted, or null where it is not. */
  async function byKey(
    tx: Tx,
    { transaction, device }: { transaction: Transaction; device: PresentDevice },
  ): Promise<number | null> {
    if (!isOpen(transaction) && !hasPassedBy(transaction, device)) return null;
    const passed = await trust.passWithKey(tx, { transaction, device: device.id });
    if (!passed) return null;
    if (isOpen(transaction)) {
      await proven(tx, { transaction, ...passed });
      await device.renew(tx);
    }
    return passed.until;
  }

  /**
   * When the prompt is opened by the browser that holds its cookie: where that browser goes instead, or null where it
   * is not trusted. A link checker only asks for the headers: that must not use anything up.
   */
  async function byCookie(c: HttpContext, transaction: Transaction): Promise<string | null> {
    if (c.req.method === 'HEAD' || !isOpen(transaction) || !carriesTrust(c)) return null;
    const token = await trust.heldFor(c, transaction);
    if (!token) return null;
    const outcome = await db.write(async (tx) => {
      // Another tab may have been faster.
      const latest = await transactions.find(tx.query, transaction.id);
      if (!latest || !isOpen(latest)) return null;
      const { passed, tell } = await trust.passWithCookie(tx, { transaction: latest, token });
      if (!passed) return { location: null, tell };
      await proven(tx, { transaction: latest, ...passed });
      const { location } = await goOn(tx, latest);
      return { location, tell };
    });
    if (!outcome) return null;
    outcome.tell(c);
    if (outcome.location) deleteCookie(c, transactionCookie(transaction.id), { path: '/', secure: true });
    return outcome.location;
  }

  return { byKey, byCookie };
}

export type Trusted = ReturnType<typeof createTrusted>;
