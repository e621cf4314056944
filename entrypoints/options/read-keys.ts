import type { Keys } from '../../components/options/security-keys.tsx';
import type { ChangeView } from '../../lib/messages/changes.ts';
import type { Overview } from '../../lib/messages/contract.ts';
import { send } from '../../lib/messages/messages.ts';
import { createLists } from './read-lists.ts';

/** What the section of the security keys shows. */
export interface KeysSnapshot {
  keys: Keys;
  change: ChangeView | null;
}

/** The change under way is at hand, the lists come from the services; it may have ended meanwhile. */
export function createKeys(onChange: () => void) {
  let change: ChangeView | null = null;
  const lists = createLists(async (device) => {
    const reply = await send('credentials.list', { device });
    return reply.ok ? { ok: true, value: reply.value.credentials } : reply;
  }, onChange);

  async function readChange(): Promise<void> {
    const reply = await send('change.get', {});
    if (reply.ok) change = reply.value.change;
    onChange();
  }

  async function read(overview: Overview): Promise<void> {
    await readChange();
    await lists.read(overview);
    await readChange();
  }

  return { snapshot: (): KeysSnapshot => ({ keys: lists.snapshot(), change }), read };
}
