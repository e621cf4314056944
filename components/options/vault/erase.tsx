import { useState } from 'preact/hooks';
import type { Result } from '../../../lib/messages/contract.ts';
import { Button } from '../../button.tsx';
import { Field } from '../../field.tsx';
import { Form } from '../../forms/form.tsx';
import { useOutcome } from '../../forms/use-outcome.ts';
import { useSteps } from '../../forms/use-steps.ts';
import { Note } from '../../note.tsx';
import { eraseText } from '../../sentences.ts';
import { Part } from '../part.tsx';

export interface EraseProps {
  /** How many codes go; null where nobody can tell. */
  count: number | null;
  onErase: () => Promise<Result<unknown>>;
}

/** Deletes all of it, after a word that nobody types by mistake. Also for who has forgotten the passphrase. */
export function Erase({ count, onErase }: EraseProps) {
  const { place, step, begin, back } = useSteps<'sure'>();
  return (
    <Part name={eraseText.title} why={eraseText.why} place={place}>
      {step === 'sure' ? (
        <Sure count={count} onErase={onErase} onBack={back} />
      ) : (
        <div class="row">
          <Button onPress={() => begin('sure')}>{eraseText.act}</Button>
        </div>
      )}
    </Part>
  );
}

function Sure({ count, onErase, onBack }: EraseProps & { onBack: () => void }) {
  const [typed, type] = useState('');
  const { outcome, run } = useOutcome();
  return (
    <Form
      act={eraseText.go}
      look="danger"
      disabled={typed.trim().toLowerCase() !== eraseText.word}
      outcome={outcome}
      onAct={() => void run(onErase())}
      onBack={onBack}
    >
      <Note tone="bad" spoken>
        {eraseText.ask(count)}
      </Note>
      <Field label={eraseText.type}>
        {(control) => (
          <input
            {...control}
            autocomplete="off"
            autocapitalize="none"
            value={typed}
            onInput={(event) => type(event.currentTarget.value)}
          />
        )}
      </Field>
    </Form>
  );
}
