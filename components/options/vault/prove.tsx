import type { Result } from '../../../lib/messages/contract.ts';
import type { UnlockSecret, UnlockView } from '../../../lib/messages/vault.ts';
import { Button } from '../../button.tsx';
import { Told } from '../../forms/told.tsx';
import { useOutcome } from '../../forms/use-outcome.ts';
import { Note } from '../../note.tsx';
import { UnlockForm } from '../../passcodes/unlock-form.tsx';
import { problem } from '../../problem.ts';
import { commonText } from '../../sentences.ts';
import { useFieldId } from '../../use-field-id.ts';

export interface ProveProps {
  unlocks: readonly UnlockView[];
  /** What the button says, where it does more than unlock. */
  act?: string | undefined;
  /** Asks a key; null where this browser cannot. */
  onAskKey: (() => Promise<Result<UnlockSecret>>) | null;
  onSecret: (secret: UnlockSecret) => Promise<Result<unknown>>;
  onBack?: () => void;
  focus?: boolean;
}

/** One of the ways to unlock, used now. */
export function Prove({ unlocks, act, onAskKey, onSecret, onBack, focus = false }: ProveProps) {
  const { outcome, run } = useOutcome();

  const typed = async (passphrase: string) => {
    const reply = await onSecret({ kind: 'passphrase', passphrase });
    return reply.ok ? ({ ok: true, value: {} } as const) : reply;
  };
  const touched = async (): Promise<Result<unknown>> => {
    if (onAskKey === null) return { ok: false, error: 'unlock_unsupported' };
    const asked = await onAskKey();
    return asked.ok ? onSecret(asked.value) : asked;
  };

  return (
    <div class="stack-tight form">
      <UnlockForm
        id={useFieldId()}
        unlocks={unlocks}
        act={act}
        onPassphrase={typed}
        focus={focus}
        {...(onAskKey !== null && { onKey: () => void run(touched()) })}
      />
      {onAskKey === null && unlocks.every(({ kind }) => kind === 'prf') && (
        <Note tone="warn">{problem('unlock_unsupported')}</Note>
      )}
      <Told outcome={outcome} />
      {onBack && (
        <Button look="quiet" wide onPress={onBack}>
          {commonText.cancel}
        </Button>
      )}
    </div>
  );
}
