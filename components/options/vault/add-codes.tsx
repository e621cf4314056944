import { useState } from 'preact/hooks';
import type { ImportView } from '../../../lib/messages/passcodes.ts';
import { Button } from '../../button.tsx';
import { addText } from '../../sentences.ts';
import { Part } from '../part.tsx';
import { Told } from '../told.tsx';
import { useOutcome } from '../use-outcome.ts';
import { AddByHand } from './add-by-hand.tsx';
import { AddFrom } from './add-from.tsx';
import { ImportProgress } from './import-progress.tsx';
import type { VaultActions } from './vault-actions.ts';

export interface AddCodesProps {
  /** The import under way; null when there is none. */
  importing: ImportView | null;
  actions: VaultActions;
}

/** The ways in for new codes. */
export function AddCodes({ importing, actions }: AddCodesProps) {
  const [mode, enter] = useState<'rest' | 'hand' | 'from'>('rest');
  const { outcome, say } = useOutcome();
  const begin = (next: typeof mode): void => {
    say('');
    enter(next);
  };
  const back = () => enter('rest');
  return (
    <Part name={addText.title} why={addText.why}>
      {importing !== null && (
        <ImportProgress
          importing={importing}
          onCancel={() => void actions.imports.cancel()}
          onDismiss={() => void actions.imports.dismiss()}
        />
      )}
      <Told outcome={outcome} />
      {mode === 'rest' && importing?.step !== 'working' && (
        <div class="row wraps">
          <Button onPress={() => begin('hand')}>{addText.byHand}</Button>
          <Button onPress={() => begin('from')}>{addText.from}</Button>
        </div>
      )}
      {mode === 'hand' && (
        <AddByHand
          onAdd={actions.entries.add}
          onAdded={() => {
            say(addText.added);
            back();
          }}
          onBack={back}
        />
      )}
      {mode === 'from' && <AddFrom actions={actions.imports} onStarted={back} onBack={back} />}
    </Part>
  );
}
