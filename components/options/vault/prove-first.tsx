import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Result } from '../../../lib/messages/contract.ts';
import type { UnlockSecret, UnlockView } from '../../../lib/messages/vault.ts';
import { waysText } from '../../sentences.ts';
import { useFocusWith } from '../../use-focus-with.ts';
import { Prove } from './prove.tsx';
import type { VaultActions } from './vault-actions.ts';

export interface ProveFirstProps {
  unlocks: readonly UnlockView[];
  onAskKey: (() => Promise<Result<UnlockSecret>>) | null;
  actions: Pick<VaultActions, 'unlock'>;
  onBack: () => void;
  /** What it leads to; `withProof` does what takes one of the ways to unlock. */
  children: (withProof: WithProof) => ComponentChildren;
}
type WithProof = <Value>(act: (secret: UnlockSecret) => Promise<Result<Value>>) => Promise<Result<Value>>;

/** Something that a vault which was merely left open must not give: first a way to unlock it, then the thing itself. */
export function ProveFirst({ unlocks, onAskKey, actions, onBack, children }: ProveFirstProps) {
  /** Only between the two steps, and gone with this form. */
  const [proof, keep] = useState<UnlockSecret | null>(null);
  const place = useFocusWith(proof);

  const prove = async (secret: UnlockSecret) => {
    const reply = await actions.unlock(secret);
    if (reply.ok) keep(secret);
    return reply;
  };

  return (
    <div ref={place} class="stack-tight">
      {proof === null ? (
        <>
          <p class="small">
            <strong>{waysText.prove}</strong>
          </p>
          <Prove unlocks={unlocks} onAskKey={onAskKey} onSecret={prove} onBack={onBack} />
        </>
      ) : (
        children((act) => act(proof))
      )}
    </div>
  );
}
