import { callAs } from './call-as.ts';
import type { Decided } from './decisions.ts';
import type { Rooms } from './rooms.ts';

/** "Approved on X. Not you?": takes back what another device of this person approved. */
export async function disownPush(
  rooms: Rooms,
  { device, push }: Decided,
): Promise<'voided' | 'session_open'> {
  const { outcome } = await callAs(rooms, device, (account) => rooms.device.notMe(account, push));
  rooms.refresh(device).catch(() => undefined);
  return outcome;
}
