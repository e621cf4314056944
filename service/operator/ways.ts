import type { UserId } from '../../lib/protocol/ids.ts';
import type { Call } from './call.ts';

/** How many paired browsers, registered keys and computers, and hardware tokens. */
export async function waysOf({ rooms }: Call, user: UserId): Promise<number[]> {
  const ways = await Promise.all([
    rooms.devices.active(user),
    rooms.credentials.of(rooms.floor.db.read, user),
    rooms.passcodes.hardwareTokens.of(user),
  ]);
  return ways.map(({ length }) => length);
}

/** What keeps set-up at the prompt closed. */
export async function hasLasting(call: Call, user: UserId): Promise<boolean> {
  const { floor, passcodes } = call.rooms;
  const { left } = await passcodes.printed.view(floor.db.read, user);
  return left > 0 || (await waysOf(call, user)).some((count) => count > 0);
}
