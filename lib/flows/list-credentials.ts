import type { DeviceId } from '../protocol/ids.ts';
import type { CredentialView } from '../protocol/webauthn.ts';
import { hasNew } from './add-credential.ts';
import { callAs } from './call-as.ts';
import { advance, readChange } from './change.ts';
import type { Rooms } from './rooms.ts';

/** The person's authenticators at one service, as it tells them now. */
export async function listCredentials(rooms: Rooms, device: DeviceId): Promise<CredentialView[]> {
  const credentials = await callAs(rooms, device, rooms.device.credentials.list);
  const change = await readChange(rooms);
  // The service's own page tells nobody here when it is done.
  if (change?.device === device && change.step === 'elsewhere' && hasNew(change, credentials))
    await advance(rooms, change, { step: 'done', error: null });
  return credentials;
}
