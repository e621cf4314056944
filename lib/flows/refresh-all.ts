import type { Rooms } from './rooms.ts';

/**
 * Fetches the inbox of every account that works, now. An account that failed does not keep the others from showing.
 * @throws what the first one that failed was refused with.
 */
export async function refreshAll(rooms: Rooms): Promise<void> {
  const accounts = await rooms.device.accounts.list();
  const active = accounts.filter(({ status }) => status === 'active');
  const fetched = await Promise.allSettled(active.map(({ device }) => rooms.refresh(device)));
  const failed = fetched.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}
