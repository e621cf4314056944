import type { Result } from '../../../lib/messages/contract.ts';
import type { UnlockSecret, UnlockView } from '../../../lib/messages/vault.ts';
import { Button } from '../../button.tsx';
import { day, moment } from '../../format.ts';
import { useSteps } from '../../forms/use-steps.ts';
import { Note } from '../../note.tsx';
import { waysText } from '../../sentences.ts';
import { Prove } from './prove.tsx';

export interface WayRowProps {
  way: UnlockView;
  /** All of them. */
  unlocks: readonly UnlockView[];
  onAskKey: (() => Promise<Result<UnlockSecret>>) | null;
  onRemove: (secret: UnlockSecret) => Promise<Result<unknown>>;
  onRemoved: () => void;
}

/** One way to unlock, and how to end it. */
export function WayRow({ way, unlocks, onAskKey, onRemove, onRemoved }: WayRowProps) {
  const { place, step, begin, back } = useSteps<'remove'>();
  const kind = way.kind === 'passphrase' ? waysText.passphrase : waysText.key;
  const name = way.name || kind;
  const remove = async (secret: UnlockSecret) => {
    const reply = await onRemove(secret);
    if (reply.ok) onRemoved();
    return reply;
  };
  return (
    <div ref={place} class="stack-tight">
      <div class="row">
        <div class="grow">
          <p>
            <strong>{name}</strong>
          </p>
          <p class="small muted">
            {name !== kind && `${kind} · `}
            <span title={moment(way.createdAt)}>{waysText.since(day(way.createdAt))}</span>
          </p>
        </div>
        {unlocks.length > 1 && step === 'rest' && (
          <Button label={waysText.removeLabel(name)} onPress={() => begin('remove')}>
            {waysText.remove}
          </Button>
        )}
      </div>
      {step === 'remove' && (
        <>
          <Note tone="warn" spoken>
            {waysText.removeAsk(name)}
          </Note>
          <Prove
            unlocks={unlocks}
            act={waysText.removeAct}
            onAskKey={onAskKey}
            onSecret={remove}
            onBack={back}
          />
        </>
      )}
    </div>
  );
}
