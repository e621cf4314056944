import type { NewUnlock, UnlockSecret } from '../messages/vault.ts';
import { byItself } from './by-itself.ts';
import type { Rooms } from './rooms.ts';

/** Keeps passcodes in this browser from now on. */
export async function createVault(rooms: Rooms, unlock: NewUnlock): Promise<void> {
  await rooms.vault.create(unlock);
  nowOpen(rooms);
}

export async function unlockVault(rooms: Rooms, secret: UnlockSecret): Promise<void> {
  await rooms.vault.unlock(secret);
  nowOpen(rooms);
}

/** With the backup's passphrase a vault that was none is open. */
export async function restoreBackup(
  rooms: Rooms,
  { file, passphrase }: { file: string; passphrase: string },
): Promise<void> {
  await rooms.vault.restore(file, passphrase);
  nowOpen(rooms);
}

/** The accounts' own codes come by themselves; nobody waits for a service that may be out of reach. */
function nowOpen(rooms: Rooms): void {
  rooms.ports.broadcast.changed();
  byItself(rooms.fetchOwnPasscodes());
}
