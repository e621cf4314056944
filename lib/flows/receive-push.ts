import type { Account } from '../device/device.ts';
import type { DeviceId } from '../protocol/ids.ts';
import type { Inbox } from '../protocol/push.ts';
import { callAs } from './call-as.ts';
import type { Rooms } from './rooms.ts';

/** Fetches what waits for an account, checks that its service said so, keeps it and shows it. */
export async function receivePush(rooms: Rooms, device: DeviceId): Promise<void> {
  const { ports, push } = rooms;
  await callAs(rooms, device, async (account) => {
    const inbox = await rooms.device.inbox(account);
    const { requests, notices, at } = inbox;
    await push.copies.save(device, { requests, notices, skew: at - ports.clock.now() });
    await learn(rooms, account, inbox);
  });
  await rooms.redraw();
}

/** Takes over what the service says about the account; most of the time there is nothing new. */
async function learn({ device }: Rooms, account: Account, inbox: Inbox): Promise<void> {
  const { username, displayName, deviceName, keys } = inbox;
  const gone = (id: string) => !inbox.notices.some((notice) => notice.id === id);
  const told = { username, displayName, deviceName, serviceKeys: keys, status: 'active' as const };
  const isNew = account.dismissed.some(gone) || JSON.stringify(told) !== JSON.stringify(pick(account));
  if (!isNew) return;
  await device.accounts.change(account.device, (known) => ({
    ...known,
    ...told,
    dismissed: known.dismissed.filter((id) => !gone(id)),
  }));
}

const pick = ({ username, displayName, deviceName, serviceKeys, status }: Account) => ({
  username,
  displayName,
  deviceName,
  serviceKeys,
  status,
});
