import type { Result } from '../../../lib/messages/contract.ts';
import type { UnlockSecret, UnlockView } from '../../../lib/messages/vault.ts';
import { Button } from '../../button.tsx';
import { Told } from '../../forms/told.tsx';
import { useSteps } from '../../forms/use-steps.ts';
import { Note } from '../../note.tsx';
import { backupText } from '../../sentences.ts';
import { Part } from '../part.tsx';
import { NewPassphrase } from './new-passphrase.tsx';
import { ProveFirst } from './prove-first.tsx';
import { Restore } from './restore.tsx';
import type { VaultActions } from './vault-actions.ts';

export interface BackupProps {
  count: number;
  unlocks: readonly UnlockView[];
  onAskKey: (() => Promise<Result<UnlockSecret>>) | null;
  actions: VaultActions;
}

/** The encrypted file, out and in. */
export function Backup({ count, unlocks, onAskKey, actions }: BackupProps) {
  const { place, step, outcome, begin, back, over } = useSteps<'make' | 'restore'>();
  const make = async (secret: UnlockSecret, passphrase: string) => {
    const reply = await actions.backups.make(secret, passphrase);
    if (reply.ok) over(backupText.made(reply.value));
    return reply;
  };

  return (
    <Part name={backupText.title} why={backupText.why} place={place}>
      {step === 'rest' && (
        <>
          <Told outcome={outcome} />
          <div class="row wraps">
            <Button onPress={() => begin('make')}>{backupText.make}</Button>
            <Button onPress={() => begin('restore')}>{backupText.restore}</Button>
          </div>
        </>
      )}
      {step === 'make' && (
        <ProveFirst unlocks={unlocks} onAskKey={onAskKey} actions={actions} onBack={back}>
          {(withProof) => (
            <NewPassphrase
              act={backupText.act}
              onPassphrase={(passphrase) => withProof((secret) => make(secret, passphrase))}
              onBack={back}
            >
              <Note>{backupText.makeWhy}</Note>
            </NewPassphrase>
          )}
        </ProveFirst>
      )}
      {step === 'restore' && (
        <Restore
          count={count}
          isFirst={false}
          actions={actions.backups}
          onBack={back}
          onRestored={() => over(backupText.restored)}
        />
      )}
    </Part>
  );
}
