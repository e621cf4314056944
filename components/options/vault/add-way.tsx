import { useRef, useState } from 'preact/hooks';
import type { Result } from '../../../lib/messages/contract.ts';
import type { NewUnlock, UnlockSecret, UnlockView } from '../../../lib/messages/passcodes.ts';
import { Button } from '../../button.tsx';
import { Note } from '../../note.tsx';
import { commonText, setUpVaultText, waysText } from '../../sentences.ts';
import { NewKey } from './new-key.tsx';
import { NewPassphrase } from './new-passphrase.tsx';
import { Prove } from './prove.tsx';
import type { VaultActions } from './vault-actions.ts';

export interface AddWayProps {
  kind: NewUnlock['kind'];
  unlocks: readonly UnlockView[];
  onAskKey: (() => Promise<Result<UnlockSecret>>) | null;
  actions: VaultActions;
  onAdded: () => void;
  onBack: () => void;
}

/** One more way to unlock: first one that there is, then the new one. */
export function AddWay({ kind, unlocks, onAskKey, actions, onAdded, onBack }: AddWayProps) {
  /** Only between the two steps, and gone with this form. */
  const proof = useRef<UnlockSecret | null>(null);
  const [isProven, proven] = useState(false);

  const prove = async (secret: UnlockSecret) => {
    const reply = await actions.unlock(secret);
    if (!reply.ok) return reply;
    proof.current = secret;
    proven(true);
    return reply;
  };
  const add = async (unlock: NewUnlock): Promise<Result<unknown>> => {
    if (proof.current === null) return { ok: false, error: 'vault_locked' };
    const reply = await actions.addUnlock(proof.current, unlock);
    if (reply.ok) onAdded();
    return reply;
  };

  if (!isProven)
    return (
      <div class="stack-tight">
        <p class="small">
          <strong>{waysText.prove}</strong>
        </p>
        <Prove unlocks={unlocks} onAskKey={onAskKey} onSecret={prove} focus />
        <div class="row">
          <Button look="quiet" onPress={onBack}>
            {commonText.cancel}
          </Button>
        </div>
      </div>
    );
  if (kind === 'prf') return <NewKey onMake={actions.keys.make} onKey={add} onBack={onBack} />;
  return (
    <NewPassphrase
      act={waysText.addPassphrase}
      onPassphrase={(passphrase) => add({ kind, passphrase })}
      onBack={onBack}
    >
      <Note>{setUpVaultText.lost}</Note>
    </NewPassphrase>
  );
}
