import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Result } from '../../../lib/messages/contract.ts';
import type { UnlockSecret, UnlockView } from '../../../lib/messages/passcodes.ts';
import { Button } from '../../button.tsx';
import { commonText, waysText } from '../../sentences.ts';
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
  const proof = useRef<UnlockSecret | null>(null);
  const [isProven, proven] = useState(false);

  const prove = async (secret: UnlockSecret) => {
    const reply = await actions.unlock(secret);
    if (!reply.ok) return reply;
    proof.current = secret;
    proven(true);
    return reply;
  };
  const withProof: WithProof = async (act) =>
    proof.current === null ? { ok: false, error: 'vault_locked' } : act(proof.current);

  if (isProven) return <>{children(withProof)}</>;
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
}
