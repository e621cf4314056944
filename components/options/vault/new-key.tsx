import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Result } from '../../../lib/messages/contract.ts';
import type { NewUnlock } from '../../../lib/messages/passcodes.ts';
import { Button } from '../../button.tsx';
import { commonText, waysText } from '../../sentences.ts';
import { useFieldId } from '../../use-field-id.ts';
import { Told } from '../told.tsx';
import { useOutcome } from '../use-outcome.ts';

const LONGEST_NAME = 64;

export interface NewKeyProps {
  children?: ComponentChildren;
  onMake: (name: string) => Promise<Result<NewUnlock>>;
  onKey: (unlock: NewUnlock) => Promise<Result<unknown>>;
  onBack: () => void;
}

/** A key, or this computer, that shall unlock from now on. */
export function NewKey({ children, onMake, onKey, onBack }: NewKeyProps) {
  const id = useFieldId();
  const [name, type] = useState<string>(waysText.keyNameNow);
  const { outcome, run } = useOutcome();
  const isReady = name.trim() !== '' && !outcome.working;

  const make = async (): Promise<Result<unknown>> => {
    const made = await onMake(name.trim());
    return made.ok ? onKey(made.value) : made;
  };

  return (
    <div class="stack-tight form">
      {children}
      <div>
        <label class="label" for={id}>
          {waysText.keyName}
        </label>
        <input
          id={id}
          class="field"
          maxLength={LONGEST_NAME}
          autocomplete="off"
          value={name}
          aria-describedby={`${id}-hint`}
          onInput={(event) => type(event.currentTarget.value)}
        />
        <p id={`${id}-hint`} class="small muted">
          {waysText.keyNameHint}
        </p>
      </div>
      <p class="small">{waysText.keyAsk}</p>
      <Told outcome={outcome} />
      <div class="row">
        <Button look="main" disabled={!isReady} onPress={() => void run(make())}>
          {waysText.keyAct}
        </Button>
        <Button look="quiet" onPress={onBack}>
          {commonText.cancel}
        </Button>
      </div>
    </div>
  );
}
