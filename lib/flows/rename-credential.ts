import type { CredentialId, DeviceId } from '../protocol/ids.ts';
import { callAs } from './call-as.ts';
import type { Rooms } from './rooms.ts';

/** Gives an authenticator another name. */
export async function renameCredential(
  rooms: Rooms,
  { device, credential, name }: { device: DeviceId; credential: CredentialId; name: string },
): Promise<void> {
  await callAs(rooms, device, (account) =>
    rooms.device.credentials.rename(account, { id: credential, name }),
  );
  rooms.ports.broadcast.changed();
}
