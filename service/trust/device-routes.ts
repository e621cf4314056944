import { routes } from '../../lib/protocol/routes.ts';
import { ForgetPost } from '../../lib/protocol/trust.ts';
import { type HttpContext, newRoutes, parseJson, readBytes } from '../http/http.ts';
import type { Floor } from '../room.ts';
import type { List } from './list.ts';
import type { TrustingNeeds } from './needs.ts';

/** The person's trusted browsers, for the options of a paired one. */
export function createDeviceRoutes(
  { db }: Pick<Floor, 'db'>,
  { trust, devices }: Pick<TrustingNeeds, 'trust' | 'devices'>,
  listFor: List,
) {
  async function list(c: HttpContext): Promise<Response> {
    const device = await devices.authenticate(c);
    const trusted = await db.write(async (tx) => {
      await device.spend(tx);
      return listFor(tx.query, { user: device.user, here: { device: device.id } });
    });
    return c.json({ trusted });
  }

  /** Answers with what is left. */
  async function forget(c: HttpContext): Promise<Response> {
    const body = await readBytes(c);
    const device = await devices.authenticate(c, body);
    const what = parseJson(body, ForgetPost);
    const asked = { user: device.user, here: { device: device.id } };
    const trusted = await db.write(async (tx) => {
      await device.spend(tx);
      await trust.forget(tx, { ...asked, what, by: 'person' });
      return listFor(tx.query, asked);
    });
    return c.json({ trusted });
  }

  const http = newRoutes();
  http.get(routes.deviceTrustedBrowsers, list);
  http.post(routes.deviceForgetting, forget);
  return http;
}
