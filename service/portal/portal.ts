import type { Kysely } from 'kysely';
import { Refusal } from '../../lib/protocol/errors.ts';
import type { TransactionId } from '../../lib/protocol/ids.ts';
import { PortalPost, type PortalState } from '../../lib/protocol/portal.ts';
import { routes } from '../../lib/protocol/routes.ts';
import { ForgetPost } from '../../lib/protocol/trust.ts';
import type { Schema } from '../db/schema.ts';
import { type HttpContext, newRoutes, readJson, requireOwnOrigin } from '../http/http.ts';
import type { Floor } from '../room.ts';
import { cookieOf, dropCookie } from './cookie.ts';
import { createEntry } from './entry.ts';
import { createManaging } from './managing.ts';
import type { Holder, PortalNeeds } from './needs.ts';
import { createOpenedBy } from './opened-by.ts';
import { createPortalSessions, type Session } from './sessions.ts';
import { createView } from './view.ts';

export { createPortalSessions };

/** Where people see to their own account without the extension. */
export function createPortal(floor: Floor, needs: PortalNeeds) {
  const { db, origin } = floor;
  const sessions = createPortalSessions(floor);
  const openedBy = createOpenedBy(needs);
  const entry = createEntry(floor, { needs, sessions, openedBy });
  const stateOf = createView(floor, needs);

  /** @throws `portal_closed` */
  async function require(c: HttpContext, query: Kysely<Schema>): Promise<Session> {
    const secret = cookieOf(c);
    const session = secret && (await sessions.find(query, secret));
    if (!session) throw new Refusal('portal_closed');
    return session;
  }

  /** The browser that asks, as far as it stands for trust. */
  async function hereOf(c: HttpContext, { device, user }: Session): Promise<Holder | null> {
    if (device) return { device };
    const family = await needs.trust.familyHere(c, user);
    return family ? { family } : null;
  }

  const reply = async (c: HttpContext, session: Session): Promise<Response> =>
    c.json((await stateOf(session, await hereOf(c, session))) satisfies PortalState);

  async function forget(c: HttpContext): Promise<Response> {
    requireOwnOrigin(c, origin);
    const what = await readJson(c, ForgetPost);
    const session = await require(c, db.read);
    const here = await hereOf(c, session);
    await db.write(async (tx) => {
      const { user } = await require(c, tx.query);
      await needs.trust.forget(tx, { user, what, here, by: 'person' });
    });
    return reply(c, session);
  }

  async function leave(c: HttpContext): Promise<Response> {
    requireOwnOrigin(c, origin);
    await readJson(c, PortalPost);
    const secret = cookieOf(c);
    // A stranger who has none costs no write.
    if (secret && (await sessions.find(db.read, secret))) await db.write((tx) => sessions.close(tx, secret));
    dropCookie(c);
    return c.json({});
  }

  const managing = createManaging(floor, { needs, require, reply });

  const http = newRoutes();
  http.post(routes.promptPortal, entry.fromPrompt);
  http.post(routes.portalAssertionBegin, entry.begin);
  http.post(routes.portalAssertion, entry.finish);
  http.get(routes.portalState, async (c) => reply(c, await require(c, db.read)));
  http.post(routes.portalForgetting, forget);
  http.post(routes.portalDeviceName, managing.rename);
  http.post(routes.portalDeviceRemoval, managing.remove);
  http.post(routes.portalInviting, managing.invite);
  http.post(routes.portalLeave, leave);

  return {
    routes: http,
    /** Whether this prompt's approval opens it. */
    opens: async (query: Kysely<Schema>, id: TransactionId): Promise<boolean> =>
      (await openedBy(query, id)) !== null,
  };
}
