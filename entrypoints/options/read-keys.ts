import type { Keys } from '../../components/options/security-keys.tsx';
import type { AccountView, ChangeView, Overview } from '../../lib/messages/contract.ts';
import { send } from '../../lib/messages/messages.ts';

/** What the section of the security keys shows. */
export interface KeysSnapshot {
  keys: Keys;
  change: ChangeView | null;
}

/**
 * Reads the authenticators of every account that works: the change under way is at hand, the lists come from the
 * services. Something may change while they are on their way; then they are asked once more.
 */
export function createKeys(onChange: () => void) {
  let now: KeysSnapshot = { keys: {}, change: null };
  let isReading = false;
  let isStale = false;

  async function readChange(): Promise<void> {
    const reply = await send('change.get', {});
    if (reply.ok) now = { ...now, change: reply.value.change };
    onChange();
  }

  async function readLists(accounts: readonly AccountView[]): Promise<void> {
    const active = accounts.filter(({ status }) => status === 'active');
    const lists = await Promise.all(
      active.map(async ({ device }) => {
        const reply = await send('credentials.list', { device });
        return [device, reply.ok ? reply.value.credentials : reply.error] as const;
      }),
    );
    now = { ...now, keys: Object.fromEntries(lists) };
    onChange();
  }

  async function read({ accounts }: Overview): Promise<void> {
    await readChange();
    isStale = isReading;
    if (isReading) return;
    isReading = true;
    do {
      isStale = false;
      await readLists(accounts);
    } while (isStale);
    isReading = false;
    await readChange();
  }

  return { snapshot: () => now, read };
}
