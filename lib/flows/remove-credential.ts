import { type ErrorCode, Refusal } from '../protocol/errors.ts';
import type { CredentialId, DeviceId } from '../protocol/ids.ts';
import { callAs } from './call-as.ts';
import { beginChange, type Change, finish, goOn } from './change.ts';
import type { Rooms } from './rooms.ts';
import { twice } from './twice.ts';

/** The person wants an authenticator gone. What follows happens by itself; our pages read how far it is. */
export async function removeCredential(
  rooms: Rooms,
  { device, credential }: { device: DeviceId; credential: CredentialId },
): Promise<void> {
  await beginChange(rooms, { device, aim: { what: 'remove', credential } });
  goOn(rooms);
}

/** It is gone, by an earlier try or by somebody else. */
const gone: readonly ErrorCode[] = ['not_found', 'authenticator_unknown'];

/** Step `proved`. @throws `last_method`, `step_up_needed` */
export async function endCredential(rooms: Rooms, change: Change): Promise<void> {
  const { device, aim, stepUp } = change;
  if (aim.what !== 'remove' || stepUp === null) throw new Refusal('step_up_needed');
  await callAs(rooms, device, (account) =>
    twice(() => rooms.device.credentials.remove(account, { id: aim.credential, stepUp })),
  ).catch((error: unknown) => {
    if (!(error instanceof Refusal) || !gone.includes(error.code)) throw error;
  });
  await finish(rooms, change);
}
