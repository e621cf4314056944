import type { Kysely } from 'kysely';
import * as v from 'valibot';
import type { BrowserInvited } from '../../lib/protocol/browsers.ts';
import { Refusal } from '../../lib/protocol/errors.ts';
import { CredentialId, DeviceId } from '../../lib/protocol/ids.ts';
import { PortalInviting, PortalPost, PortalRename } from '../../lib/protocol/portal.ts';
import { STEP_UP_LIFE } from '../../lib/protocol/step-up.ts';
import type { Schema } from '../db/schema.ts';
import { type HttpContext, pathId, readJson, requireOwnOrigin } from '../http/http.ts';
import type { Floor, Tx } from '../room.ts';
import type { PortalNeeds } from './needs.ts';
import type { Session } from './sessions.ts';

interface ManagingOptions {
  needs: Pick<PortalNeeds, 'devices' | 'credentials' | 'enrolment'>;
  /** @throws `portal_closed` */
  require(c: HttpContext, query: Kysely<Schema>): Promise<Session>;
  /** What the portal shows now. */
  reply(c: HttpContext, session: Session): Promise<Response>;
}

/** The person's browsers and authenticators at the portal. */
export function createManaging(
  { db, clock, origin }: Pick<Floor, 'db' | 'clock' | 'origin'>,
  { needs, require, reply }: ManagingOptions,
) {
  /** What adds or removes a way to sign in takes a proof as young as a step-up's. @throws also `proof_again` */
  async function requireProof(c: HttpContext, query: Kysely<Schema>): Promise<Session> {
    const session = await require(c, query);
    if (session.provenAt <= clock.now() - STEP_UP_LIFE) throw new Refusal('proof_again');
    return session;
  }

  /** With what the portal shows afterwards, unless its own browser was removed: that ends it. */
  async function after(c: HttpContext, change: (tx: Tx) => Promise<void>): Promise<Response> {
    await db.write(change);
    return reply(c, await require(c, db.read));
  }

  async function rename(c: HttpContext): Promise<Response> {
    requireOwnOrigin(c, origin);
    const { name } = await readJson(c, PortalRename);
    const which = whichOf(c);
    return after(c, async (tx) => {
      const { user, device } = await require(c, tx.query);
      if ('browser' in which) await needs.devices.rename(tx, { id: which.browser, user, by: device }, name);
      else await needs.credentials.rename(tx, { id: which.authenticator, user, device }, name);
    });
  }

  async function remove(c: HttpContext): Promise<Response> {
    requireOwnOrigin(c, origin);
    await readJson(c, PortalPost);
    const which = whichOf(c);
    return after(c, async (tx) => {
      const { user, device } = await requireProof(c, tx.query);
      if ('browser' in which) await needs.devices.endOwn(tx, { id: which.browser, user, by: device });
      else await needs.credentials.endOwn(tx, { id: which.authenticator, user, device });
    });
  }

  async function invite(c: HttpContext): Promise<Response> {
    requireOwnOrigin(c, origin);
    const { replaces } = await readJson(c, PortalInviting);
    const invited = await db.write(async (tx) => {
      const { user, device, transaction } = await requireProof(c, tx.query);
      return needs.enrolment.inviteOwn(tx, { user, replaces, transaction, device });
    });
    return c.json(invited satisfies BrowserInvited);
  }

  return { rename, remove, invite };
}

/** @throws `not_found` */
function whichOf(c: HttpContext): { browser: DeviceId } | { authenticator: CredentialId } {
  const browser = v.safeParse(DeviceId, c.req.param('id'));
  return browser.success ? { browser: browser.output } : { authenticator: pathId(c, CredentialId) };
}
