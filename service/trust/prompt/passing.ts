import { type DeviceId, OWN_APPLICATION, type UserId } from '../../../lib/protocol/ids.ts';
import type { Row } from '../../db/schema.ts';
import type { HttpContext } from '../../http/http.ts';
import type { AuditEntry, Floor, Tx } from '../../room.ts';
import type { Cookies } from '../cookies/cookies.ts';
import type { Token } from '../cookies/trust-cookie.ts';
import type { TrustingNeeds, TrustingPolicy } from '../needs.ts';
import type { Holder } from '../records/holder.ts';
import { standsForAny } from '../records/standing.ts';
import type { UsedTrust } from '../records/use.ts';

type Transaction = Row<'transactions'>;

/** How a sign-in is approved that a trusted browser lets pass, and how the audit log calls it. */
export interface Passed {
  approval: { factor: 'remembered_device'; device: DeviceId | null; deviceName: string };
  entry: Pick<AuditEntry, 'event' | 'device' | 'detail'>;
}

/** What came of a cookie; `tell` tells the browser, once all is durable. */
export interface CookieUse {
  passed: Passed | null;
  tell(c: HttpContext): void;
}

/**
 * Whether the browser that shows a prompt is trusted for it. The caller has seen that it holds the transaction's own
 * cookie: the address of somebody else's prompt, opened here, passes nothing (§6.5).
 */
export function createPassing(
  { db }: Pick<Floor, 'db'>,
  { trust, prompt, users, policies }: TrustingNeeds,
  { tokenHere, cookie, families }: Cookies,
) {
  async function use(tx: Tx, transaction: Transaction, holder: Holder): Promise<UsedTrust | null> {
    const { user_id: user, application_id: application, address } = transaction;
    if (!user || application === OWN_APPLICATION) return null;
    const policy = await policies.effective(tx.query, { application, user });
    const { hours, scope, deviceKey } = policy.trustedBrowsers;
    if (hours === 0 || ('family' in holder && deviceKey === 'required')) return null;
    if (!(await mayPass(tx, user, policy))) return null;
    return trust.use(tx, { user, application, holder, address, hours, all: scope === 'all' });
  }

  /** Trust stands for a second step, and never lets in whom no second step would. */
  async function mayPass(
    tx: Tx,
    user: UserId,
    { lockout, trustedBrowsers }: TrustingPolicy,
  ): Promise<boolean> {
    const person = await users.find(tx.query, user);
    if (person?.status !== 'active') return false;
    const rests = lockout.scope === 'all' || trustedBrowsers.whileLocked === 'suspend';
    if (rests && users.isLocked(person)) return false;
    return prompt.isEnrolled(tx.query, user);
  }

  /** By the key of a paired browser, in the call by which it proves that the prompt is open in it. */
  async function passWithKey(
    tx: Tx,
    { transaction, device }: { transaction: Transaction; device: DeviceId },
  ): Promise<(Passed & { until: number }) | null> {
    const { user_id: user } = transaction;
    if (!user || !(await standsForAny(tx.query, { user, holder: device }))) return null;
    const used = await use(tx, transaction, { device });
    return used && { ...passedBy(used, device), until: used.until };
  }

  /** The cookie by which this sign-in may pass, if the browser has one. */
  async function heldFor(c: HttpContext, { user_id: user }: Transaction): Promise<Token | null> {
    const token = user && (await tokenHere(c, user, { drops: true }));
    if (!token) return null;
    if (await standsForAny(db.read, { user, holder: token.family })) return token;
    cookie.drop(c, user);
    return null;
  }

  async function passWithCookie(
    tx: Tx,
    { transaction, token }: { transaction: Transaction; token: Token },
  ): Promise<CookieUse> {
    const { id, user_id: user, application_id: application } = transaction;
    if (!user) return { passed: null, tell: () => {} };
    const accepted = await families.accept(tx, token, { user, application, transaction: id });
    if (!accepted) return { passed: null, tell: (c) => cookie.drop(c, user) };
    const used = await use(tx, transaction, { family: accepted.family });
    const number = used && (await families.renew(tx, accepted));
    if (!used || number === null) return { passed: used && passedBy(used, null), tell: () => {} };
    const life = await families.lifeOf(tx, accepted.family);
    return {
      passed: passedBy(used, null),
      tell: (c) => cookie.set(c, user, { token: { ...token, number }, life }),
    };
  }

  return { passWithKey, heldFor, passWithCookie };
}

const passedBy = ({ id, browser }: UsedTrust, device: DeviceId | null): Passed => ({
  approval: { factor: 'remembered_device', device, deviceName: browser },
  entry: { event: 'trust.used', ...(device && { device }), detail: { trust: id } },
});
