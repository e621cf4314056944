import type { Profile } from '../../components/pairing/pairing-actions.ts';
import { send } from '../../lib/messages/messages.ts';

/** Whose this browser profile is; one's own where nothing tells otherwise. */
export async function readProfile(): Promise<Profile> {
  const reply = await send('profile.get', {});
  return reply.ok ? reply.value.profile : 'own';
}
