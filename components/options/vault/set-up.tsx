import { useSteps } from '../../forms/use-steps.ts';
import { Note } from '../../note.tsx';
import { setUpVaultText } from '../../sentences.ts';
import { Way } from '../../way.tsx';
import { Part } from '../part.tsx';
import { NewKey } from './new-key.tsx';
import { NewPassphrase } from './new-passphrase.tsx';
import { Restore } from './restore.tsx';
import type { VaultActions } from './vault-actions.ts';

export interface SetUpProps {
  canUseKeys: boolean;
  actions: VaultActions;
  onRestored: () => void;
}

/** No passcodes are kept here yet: what shall unlock them, or the backup that brings them back. */
export function SetUp({ canUseKeys, actions, onRestored }: SetUpProps) {
  const { place, step, begin, back } = useSteps<'passphrase' | 'key' | 'restore'>();
  return (
    <Part name={setUpVaultText.title} why={setUpVaultText.why} place={place}>
      {step === 'rest' && (
        <div class="stack-tight form">
          <Way
            name={setUpVaultText.passphrase}
            words={setUpVaultText.passphraseWhy}
            onPress={() => begin('passphrase')}
          />
          <Way
            name={setUpVaultText.key}
            words={canUseKeys ? setUpVaultText.keyWhy : setUpVaultText.noKey}
            disabled={!canUseKeys}
            onPress={() => begin('key')}
          />
          <Way
            name={setUpVaultText.restore}
            words={setUpVaultText.restoreWhy}
            onPress={() => begin('restore')}
          />
        </div>
      )}
      {step === 'passphrase' && (
        <NewPassphrase
          act={setUpVaultText.act}
          onPassphrase={(passphrase) => actions.create({ kind: 'passphrase', passphrase })}
          onBack={back}
        >
          <Note tone="warn">{setUpVaultText.lost}</Note>
        </NewPassphrase>
      )}
      {step === 'key' && (
        <NewKey onMake={actions.keys.make} onKey={actions.create} onBack={back}>
          <Note tone="warn">{setUpVaultText.keyLost}</Note>
        </NewKey>
      )}
      {step === 'restore' && (
        <Restore count={0} isFirst actions={actions.backups} onBack={back} onRestored={onRestored} />
      )}
    </Part>
  );
}
