import type { DeviceId } from '../protocol/ids.ts';
import type { ForgetPost, TrustedBrowser } from '../protocol/trust.ts';
import { callAs } from './call-as.ts';
import type { Rooms } from './rooms.ts';
import { twice } from './twice.ts';

/** The person's trusted browsers at one service, as it tells them now. */
export const listTrusted = (rooms: Rooms, device: DeviceId): Promise<TrustedBrowser[]> =>
  callAs(rooms, device, rooms.device.trust.list);

/** Ends the trust in some of them, and answers with the others. */
export async function forgetTrusted(
  rooms: Rooms,
  { device, what }: { device: DeviceId; what: ForgetPost },
): Promise<TrustedBrowser[]> {
  const left = await callAs(rooms, device, (account) =>
    twice(() => rooms.device.trust.forget(account, what)),
  );
  rooms.ports.broadcast.changed();
  return left;
}
