import type { VaultView } from '../../../lib/messages/vault.ts';
import { lockedText } from '../../sentences.ts';
import { Erase } from './erase.tsx';
import { Prove } from './prove.tsx';
import type { VaultActions } from './vault-actions.ts';
import { VaultState } from './vault-state.tsx';

export interface LockedVaultProps {
  vault: VaultView;
  canUseKeys: boolean;
  /** Whether the field takes the focus. */
  focus: boolean;
  actions: VaultActions;
}

/** What can be done before unlocking: unlock, or begin anew. */
export function LockedVault({ vault, canUseKeys, focus, actions }: LockedVaultProps) {
  return (
    <>
      <VaultState vault={vault} />
      <Prove
        unlocks={vault.unlocks}
        onAskKey={canUseKeys ? actions.keys.ask : null}
        onSecret={actions.unlock}
        focus={focus}
      />
      <details>
        <summary>{lockedText.forgotten}</summary>
        <div class="stack folded">
          <p>{lockedText.forgottenWhy}</p>
          <Erase count={vault.count} onErase={actions.erase} />
        </div>
      </details>
    </>
  );
}
