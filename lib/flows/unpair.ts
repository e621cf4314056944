import { hostPattern } from '../ports/host-pattern.ts';
import type { DeviceId } from '../protocol/ids.ts';
import { forgetPrompts } from './attend.ts';
import { callAs, onlineKey } from './call-as.ts';
import { dropChange, readChange } from './change.ts';
import type { Rooms } from './rooms.ts';

/** Ends a pairing at the service and then here. @throws `last_method`: the help desk must remove a person's only one. */
export async function unpair(rooms: Rooms, device: DeviceId): Promise<void> {
  await callAs(rooms, device, (account) => rooms.device.unpair(account));
  await forgetAccount(rooms, device);
}

/** Forgets the keys and everything else of an account, and the host's permission with its last account. */
export async function forgetAccount(rooms: Rooms, device: DeviceId): Promise<void> {
  const { ports, push, vault, trust } = rooms;
  const account = await rooms.device.accounts.find(device);
  if (!account) return;
  push.forget(device);
  if ((await readChange(rooms))?.device === device) await dropChange(rooms);
  await rooms.device.accounts.remove(device);
  // After it: codes that are just arriving are kept only for an account that is there.
  await vault.dropAccount(device);
  await Promise.all([
    push.copies.forget(device),
    trust.forget(device),
    ports.session.remove(onlineKey(device)),
  ]);
  const pattern = hostPattern(account.origin);
  const others = await rooms.device.accounts.list();
  if (!others.some(({ origin }) => hostPattern(origin) === pattern)) {
    await forgetPrompts(rooms, account.origin);
    await ports.permissions.remove(pattern);
  }
  await rooms.redraw();
}
