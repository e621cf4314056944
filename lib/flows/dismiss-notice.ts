import type { DeviceId } from '../protocol/ids.ts';
import type { Rooms } from './rooms.ts';

/** Puts a notice away in this browser, for good. */
export async function dismissNotice(
  rooms: Rooms,
  { device, id }: { device: DeviceId; id: string },
): Promise<void> {
  await rooms.device.accounts.change(device, (account) =>
    account.dismissed.includes(id) ? null : { ...account, dismissed: [...account.dismissed, id] },
  );
  await rooms.redraw();
}
