import type { IdleState } from '../ports/idle.ts';
import type { Rooms } from './rooms.ts';

export async function lockVault({ vault, ports }: Rooms): Promise<void> {
  await vault.lock();
  ports.broadcast.changed();
}

/** Run at each wake, so that the key does not outlast its time by more than the alarm's period. */
export async function lockVaultIfDue({ vault, ports }: Rooms): Promise<void> {
  if (await vault.lockIfDue()) ports.broadcast.changed();
}

/** The person left the computer, came back, or the screen was locked. */
export async function idleChanged(rooms: Rooms, state: IdleState): Promise<void> {
  if (state !== 'locked') return lockVaultIfDue(rooms);
  const view = await rooms.vault.view().catch(() => null);
  // What cannot be read says nothing against it.
  if (view?.autoLock.withScreen !== false) await lockVault(rooms);
}
