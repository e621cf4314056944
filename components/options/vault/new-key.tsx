import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Result } from '../../../lib/messages/contract.ts';
import type { NewUnlock } from '../../../lib/messages/vault.ts';
import { Form } from '../../forms/form.tsx';
import { TextField } from '../../forms/text-field.tsx';
import { useOutcome } from '../../forms/use-outcome.ts';
import { waysText } from '../../sentences.ts';

const LONGEST_NAME = 64;

export interface NewKeyProps {
  children?: ComponentChildren;
  onMake: (name: string) => Promise<Result<NewUnlock>>;
  onKey: (unlock: NewUnlock) => Promise<Result<unknown>>;
  onBack: () => void;
}

/** A key, or this computer, that shall unlock from now on. */
export function NewKey({ children, onMake, onKey, onBack }: NewKeyProps) {
  const [typed, type] = useState<string>(waysText.keyNameNow);
  const { outcome, run } = useOutcome();
  const name = typed.trim();

  const make = async (): Promise<Result<unknown>> => {
    const made = await onMake(name);
    return made.ok ? onKey(made.value) : made;
  };
  return (
    <Form
      act={waysText.keyAct}
      disabled={name === ''}
      outcome={outcome}
      onAct={() => void run(make())}
      onBack={onBack}
    >
      {children}
      <TextField
        label={waysText.keyName}
        hint={waysText.keyNameHint}
        value={typed}
        longest={LONGEST_NAME}
        onText={type}
      />
      <p class="small">{waysText.keyAsk}</p>
    </Form>
  );
}
