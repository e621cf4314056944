import { RenamePost } from '../../lib/protocol/push.ts';
import { routes } from '../../lib/protocol/routes.ts';
import { newRoutes, parseJson, readBytes } from '../http/http.ts';
import type { Floor } from '../room.ts';
import { createDeviceStore } from './device-store.ts';
import { createGate } from './gate.ts';
import { createManaging } from './managing.ts';
import type { DevicesNeeds } from './needs.ts';

export { createManaging };

/** The paired browsers, and the check of who calls. */
export function createDevices(floor: Floor, needs: DevicesNeeds) {
  const store = createDeviceStore(floor, needs);
  const gate = createGate(floor, { store, sealing: needs.sealing });

  const http = newRoutes();
  http.patch(routes.deviceSelf, async (c) => {
    const body = await readBytes(c);
    const device = await gate.authenticate(c, body);
    const { name } = parseJson(body, RenamePost);
    await floor.db.write(async (tx) => {
      await device.spend(tx);
      await store.rename(tx, { ...device, by: device.id }, name);
    });
    return c.json({});
  });
  http.delete(routes.deviceSelf, async (c) => {
    const device = await gate.authenticate(c);
    await floor.db.write(async (tx) => {
      await device.spend(tx);
      await store.endOwn(tx, { ...device, by: device.id });
    });
    return c.json({});
  });

  return { routes: http, ...gate, ...store };
}
