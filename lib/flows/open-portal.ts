import type { DeviceId } from '../protocol/ids.ts';
import { callAs } from './call-as.ts';
import type { Rooms } from './rooms.ts';

/** Opens a tab in which the person proves who they are; the service's portal follows there by itself. */
export async function openPortal(rooms: Rooms, device: DeviceId): Promise<void> {
  const { url } = await callAs(rooms, device, (account) =>
    rooms.device.credentials.stepUp(account, 'portal_open'),
  );
  await rooms.ports.tabs.open(url);
}
