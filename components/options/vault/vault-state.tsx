import type { VaultView } from '../../../lib/messages/vault.ts';
import { lockedText } from '../../sentences.ts';

/** Locked or not, and how much is kept. */
export function VaultState({ vault: { state, count } }: { vault: VaultView }) {
  const isOpen = state === 'open';
  return (
    <p class="row" role="status" tabIndex={-1}>
      <span class={`chip ${isOpen ? 'good' : 'warn'}`}>{isOpen ? lockedText.open : lockedText.state}</span>
      <span class="muted">{lockedText.count(count)}</span>
    </p>
  );
}
