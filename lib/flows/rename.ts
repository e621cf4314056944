import type { DeviceId } from '../protocol/ids.ts';
import { callAs } from './call-as.ts';
import type { Rooms } from './rooms.ts';

/** Gives this browser another name in one account. */
export async function rename(
  rooms: Rooms,
  { device, name }: { device: DeviceId; name: string },
): Promise<void> {
  await callAs(rooms, device, (account) => rooms.device.rename(account, name));
  await rooms.device.accounts.change(device, (account) => ({ ...account, deviceName: name }));
  rooms.ports.broadcast.changed();
}
