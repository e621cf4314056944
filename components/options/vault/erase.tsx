import { useState } from 'preact/hooks';
import type { Result } from '../../../lib/messages/contract.ts';
import { Button } from '../../button.tsx';
import { Note } from '../../note.tsx';
import { commonText, eraseText } from '../../sentences.ts';
import { useFieldId } from '../../use-field-id.ts';
import { Part } from '../part.tsx';
import { Told } from '../told.tsx';
import { useOutcome } from '../use-outcome.ts';

/** Deletes all of it, after a word that nobody types by mistake. Also for who has forgotten the passphrase. */
export function Erase({ count, onErase }: { count: number; onErase: () => Promise<Result<unknown>> }) {
  const id = useFieldId();
  const [isOpen, open] = useState(false);
  const [typed, type] = useState('');
  const { outcome, run } = useOutcome();
  const isMeant = typed.trim().toLowerCase() === eraseText.word;
  const close = (): void => {
    open(false);
    type('');
  };
  return (
    <Part name={eraseText.title} why={eraseText.why}>
      {!isOpen && (
        <div class="row">
          <Button onPress={() => open(true)}>{eraseText.act}</Button>
        </div>
      )}
      {isOpen && (
        <div class="stack-tight form">
          <Note tone="bad" spoken>
            {eraseText.ask(count)}
          </Note>
          <div>
            <label class="label" for={id}>
              {eraseText.type}
            </label>
            <input
              id={id}
              class="field"
              autocomplete="off"
              autocapitalize="none"
              value={typed}
              onInput={(event) => type(event.currentTarget.value)}
            />
          </div>
          <Told outcome={outcome} />
          <div class="row">
            <Button look="danger" disabled={!isMeant || outcome.working} onPress={() => void run(onErase())}>
              {eraseText.go}
            </Button>
            <Button look="quiet" onPress={close}>
              {commonText.cancel}
            </Button>
          </div>
        </div>
      )}
    </Part>
  );
}
