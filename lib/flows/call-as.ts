import type { Account } from '../device/device.ts';
import { hostPattern } from '../ports/host-pattern.ts';
import { Refusal } from '../protocol/errors.ts';
import type { DeviceId } from '../protocol/ids.ts';
import { byItself } from './by-itself.ts';
import type { Rooms } from './rooms.ts';

/** Session entry: false when the account's last call did not reach its service. */
export const onlineKey = (device: DeviceId): string => `online:${device}`;

/**
 * Does something as a paired device, and draws the conclusions about the account from how it went.
 * @throws `not_paired` when there is no such account, and whatever the job throws.
 */
export async function callAs<Value>(
  rooms: Rooms,
  device: DeviceId,
  job: (account: Account) => Promise<Value>,
): Promise<Value> {
  const account = await rooms.device.accounts.find(device);
  if (!account) throw new Refusal('not_paired');
  return speakAs(rooms, account, job);
}

/** The same for an account that was read just now. */
export async function speakAs<Value>(
  rooms: Rooms,
  account: Account,
  job: (account: Account) => Promise<Value>,
): Promise<Value> {
  try {
    const value = await job(account);
    await noteOnline(rooms, account.device, true);
    return value;
  } catch (error) {
    throw error instanceof Refusal ? await conclude(rooms, account, error) : error;
  }
}

async function conclude(rooms: Rooms, account: Account, refusal: Refusal): Promise<Refusal> {
  const { code } = refusal;
  if (code === 'unreachable') {
    await noteOnline(rooms, account.device, false);
    const allowed = await rooms.ports.permissions.has(hostPattern(account.origin));
    return allowed ? refusal : new Refusal('permission_missing', { cause: refusal });
  }
  if (code !== 'device_unknown' && code !== 'device_suspended') return refusal;
  rooms.push.forget(account.device);
  await rooms.device.accounts.change(account.device, (known) => ({ ...known, status: code }));
  await rooms.push.copies.forget(account.device);
  await rooms.redraw();
  return refusal;
}

/** What did not arrive while it was out of reach comes when it is back. */
async function noteOnline(
  { ports, fetchOwnPasscodes }: Rooms,
  device: DeviceId,
  online: boolean,
): Promise<void> {
  const before = (await ports.session.get(onlineKey(device))) !== false;
  if (before === online) return;
  await ports.session.set(onlineKey(device), online);
  ports.broadcast.changed();
  if (online) byItself(fetchOwnPasscodes());
}
