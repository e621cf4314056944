import type { ImportView } from '../../../lib/messages/passcodes.ts';
import type { VaultView } from '../../../lib/messages/vault.ts';
import { Button } from '../../button.tsx';
import { lockedText } from '../../sentences.ts';
import { AddCodes } from './add-codes.tsx';
import { Backup } from './backup.tsx';
import { Entries } from './entries.tsx';
import { Erase } from './erase.tsx';
import { ExportPlain } from './export-plain.tsx';
import { Locking } from './locking.tsx';
import type { VaultActions } from './vault-actions.ts';
import { VaultState } from './vault-state.tsx';
import { Ways } from './ways.tsx';

export interface OpenVaultProps {
  vault: VaultView;
  importing: ImportView | null;
  canUseKeys: boolean;
  actions: VaultActions;
}

/** Everything that can be done while it is unlocked. */
export function OpenVault({ vault, importing, canUseKeys, actions }: OpenVaultProps) {
  const { unlocks, count, revision } = vault;
  const onAskKey = canUseKeys ? actions.keys.ask : null;
  return (
    <>
      <div class="row spread">
        <VaultState vault={vault} />
        <Button onPress={() => void actions.lock()}>{lockedText.lock}</Button>
      </div>
      <Entries revision={revision} actions={actions.entries} />
      <AddCodes importing={importing} actions={actions} />
      <Ways unlocks={unlocks} canUseKeys={canUseKeys} actions={actions} />
      <Locking settings={vault} onSettings={actions.settings} />
      <Backup count={count} unlocks={unlocks} onAskKey={onAskKey} actions={actions} />
      <ExportPlain unlocks={unlocks} onAskKey={onAskKey} onExport={actions.backups.exportPlain} />
      <Erase count={count} onErase={actions.erase} />
    </>
  );
}
