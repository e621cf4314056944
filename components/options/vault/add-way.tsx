import type { Result } from '../../../lib/messages/contract.ts';
import type { NewUnlock, UnlockSecret, UnlockView } from '../../../lib/messages/vault.ts';
import { Note } from '../../note.tsx';
import { setUpVaultText, waysText } from '../../sentences.ts';
import { NewKey } from './new-key.tsx';
import { NewPassphrase } from './new-passphrase.tsx';
import { ProveFirst } from './prove-first.tsx';
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
export function AddWay({ kind, actions, onAdded, onBack, ...known }: AddWayProps) {
  return (
    <ProveFirst {...known} actions={actions} onBack={onBack}>
      {(withProof) => {
        const add = async (unlock: NewUnlock): Promise<Result<unknown>> => {
          const reply = await withProof((secret) => actions.addUnlock(secret, unlock));
          if (reply.ok) onAdded();
          return reply;
        };
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
      }}
    </ProveFirst>
  );
}
