import {
  BrowserInviting,
  BrowserRemoval,
  BrowserRename,
  type OwnBrowser,
} from '../../lib/protocol/browsers.ts';
import { Refusal } from '../../lib/protocol/errors.ts';
import { DeviceId, type UserId } from '../../lib/protocol/ids.ts';
import { routes } from '../../lib/protocol/routes.ts';
import { type HttpContext, newRoutes, parseJson, pathId, readBytes } from '../http/http.ts';
import type { Floor } from '../room.ts';
import type { ManagingNeeds } from './needs.ts';

/** What a person does about their browsers from any of them; what adds or removes one takes a step-up. */
export function createManaging(
  { db }: Pick<Floor, 'db'>,
  { devices, methods, stepUp, enrolment }: ManagingNeeds,
) {
  async function list(c: HttpContext): Promise<Response> {
    const device = await devices.authenticate(c);
    const [browsers] = await Promise.all([browsersOf(device), db.write((tx) => device.spend(tx))]);
    return c.json({ browsers });
  }

  async function browsersOf({ id, user }: { id: DeviceId; user: UserId }): Promise<OwnBrowser[]> {
    const [own, last] = await Promise.all([devices.active(user), methods.lastDevice(db.read, user)]);
    return own.map((row) => ({
      device: row.id,
      name: row.name,
      here: row.id === id,
      createdAt: row.created_at,
      usedLast: row.id === last,
    }));
  }

  async function rename(c: HttpContext): Promise<Response> {
    const id = pathId(c, DeviceId);
    const body = await readBytes(c);
    const device = await devices.authenticate(c, body);
    const { name } = parseJson(body, BrowserRename);
    await db.write(async (tx) => {
      await device.spend(tx);
      await devices.rename(tx, { id, user: device.user, by: device.id }, name);
    });
    return c.json({});
  }

  /** Of one browser for each proof, since each of them could have been the one that says "Not you?". */
  async function remove(c: HttpContext): Promise<Response> {
    const id = pathId(c, DeviceId);
    const body = await readBytes(c);
    const device = await devices.authenticate(c, body);
    const { stepUp: transaction } = parseJson(body, BrowserRemoval);
    const { user } = device;
    await db.write(async (tx) => {
      await device.spend(tx);
      const own = await devices.find(tx.query, id);
      if (own?.user_id !== user) throw new Refusal('not_found');
      // The answer that said so may have been lost.
      if (own.status === 'removed') return;
      await stepUp.require(tx, { transaction, device: device.id, user, purpose: 'browser_remove' });
      await devices.endOwn(tx, { id, user, by: device.id });
      await stepUp.useUp(tx, transaction);
    });
    return c.json({});
  }

  /** The proof is used up once the link has paired a browser: until then its answer may have been lost. */
  async function invite(c: HttpContext): Promise<Response> {
    const body = await readBytes(c);
    const device = await devices.authenticate(c, body);
    const { stepUp: transaction, replaces } = parseJson(body, BrowserInviting);
    const { id, user } = device;
    const invited = await db.write(async (tx) => {
      await device.spend(tx);
      await stepUp.require(tx, { transaction, device: id, user, purpose: 'browser_add' });
      return enrolment.inviteOwn(tx, { user, replaces, transaction, device: id });
    });
    return c.json(invited);
  }

  const http = newRoutes();
  http.get(routes.deviceBrowsers, list);
  http.patch(routes.deviceBrowser, rename);
  http.post(routes.deviceBrowserRemoval, remove);
  http.post(routes.deviceInviting, invite);
  return { routes: http };
}
