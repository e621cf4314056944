import { useState } from 'preact/hooks';
import { Note } from '../../note.tsx';
import { setUpVaultText } from '../../sentences.ts';
import { Way } from '../../way.tsx';
import { Part } from '../part.tsx';
import { NewKey } from './new-key.tsx';
import { NewPassphrase } from './new-passphrase.tsx';
import { Restore } from './restore.tsx';
import type { VaultActions } from './vault-actions.ts';

/** No passcodes are kept here yet: what shall unlock them, or the backup that brings them back. */
export function SetUp({ canUseKeys, actions }: { canUseKeys: boolean; actions: VaultActions }) {
  const [mode, enter] = useState<'rest' | 'passphrase' | 'key' | 'restore'>('rest');
  const back = () => enter('rest');
  return (
    <Part name={setUpVaultText.title} why={setUpVaultText.why}>
      {mode === 'rest' && (
        <div class="stack-tight form">
          <Way
            name={setUpVaultText.passphrase}
            words={setUpVaultText.passphraseWhy}
            onPress={() => enter('passphrase')}
          />
          <Way
            name={setUpVaultText.key}
            words={canUseKeys ? setUpVaultText.keyWhy : setUpVaultText.noKey}
            disabled={!canUseKeys}
            onPress={() => enter('key')}
          />
          <Way
            name={setUpVaultText.restore}
            words={setUpVaultText.restoreWhy}
            onPress={() => enter('restore')}
          />
        </div>
      )}
      {mode === 'passphrase' && (
        <NewPassphrase
          act={setUpVaultText.act}
          onPassphrase={(passphrase) => actions.create({ kind: 'passphrase', passphrase })}
          onBack={back}
        >
          <Note tone="warn">{setUpVaultText.lost}</Note>
        </NewPassphrase>
      )}
      {mode === 'key' && (
        <NewKey onMake={actions.keys.make} onKey={actions.create} onBack={back}>
          <Note tone="warn">{setUpVaultText.keyLost}</Note>
        </NewKey>
      )}
      {mode === 'restore' && (
        <Restore count={0} isFirst actions={actions.backups} onBack={back} onRestored={back} />
      )}
    </Part>
  );
}
