import type { ImportView } from '../../../lib/messages/passcodes.ts';
import { Button } from '../../button.tsx';
import { Note } from '../../note.tsx';
import { problem } from '../../problem.ts';
import { importText, vaultText } from '../../sentences.ts';

export interface ImportProgressProps {
  importing: ImportView;
  onCancel: () => void;
  onDismiss: () => void;
}

/** How far an import is, or what became of it. It goes on when this page is closed. */
export function ImportProgress({ importing, onCancel, onDismiss }: ImportProgressProps) {
  const { step, done, total, error } = importing;
  if (step === 'working') return <UnderWay done={done} total={total} onCancel={onCancel} />;
  return (
    <div class="well stack-tight">
      {step === 'done' && (
        <Note tone="good" spoken>
          {importText.done(total)}
        </Note>
      )}
      {step === 'cancelled' && <Note spoken>{importText.cancelled}</Note>}
      {step === 'failed' && (
        <Note tone="bad" spoken>
          {problem(error)}
        </Note>
      )}
      <div class="row">
        <Button look="quiet" onPress={onDismiss}>
          {vaultText.close}
        </Button>
      </div>
    </div>
  );
}

/** Spoken in steps of this many percent: every single one would drown everything else. */
const SPOKEN_STEP = 25;

function UnderWay(props: { done: number; total: number; onCancel: () => void }) {
  const { done, total, onCancel } = props;
  const percent = total === 0 ? 0 : Math.floor((100 * done) / total / SPOKEN_STEP) * SPOKEN_STEP;
  return (
    <div class="well stack-tight">
      <p>
        <strong>{importText.working}</strong>
      </p>
      <progress value={done} max={Math.max(total, 1)} aria-label={importText.working} />
      <p class="small muted">{importText.progress(done, total)}</p>
      <p class="heard" role="status">
        {importText.heard(percent)}
      </p>
      <div class="row">
        <Button onPress={onCancel}>{importText.stop}</Button>
      </div>
    </div>
  );
}
