import type { ImportView } from '../../../lib/messages/passcodes.ts';
import { Button } from '../../button.tsx';
import { Told } from '../../forms/told.tsx';
import { useSteps } from '../../forms/use-steps.ts';
import { addText } from '../../sentences.ts';
import { Part } from '../part.tsx';
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
  const { place, step, outcome, begin, back, over } = useSteps<'hand' | 'from'>();
  /** How the last import ended was read by whoever goes on. */
  const go = (to: 'hand' | 'from'): void => {
    if (importing !== null) void actions.imports.dismiss();
    begin(to);
  };
  return (
    <Part name={addText.title} why={addText.why} place={place}>
      {importing !== null && (
        <ImportProgress
          importing={importing}
          onCancel={() => void actions.imports.cancel()}
          onDismiss={() => void actions.imports.dismiss()}
        />
      )}
      <Told outcome={outcome} />
      {step === 'rest' && importing?.step !== 'working' && (
        <div class="row wraps">
          <Button onPress={() => go('hand')}>{addText.byHand}</Button>
          <Button onPress={() => go('from')}>{addText.from}</Button>
        </div>
      )}
      {step === 'hand' && (
        <AddByHand onAdd={actions.entries.add} onAdded={() => over(addText.added)} onBack={back} />
      )}
      {step === 'from' && <AddFrom actions={actions.imports} onStarted={back} onBack={back} />}
    </Part>
  );
}
