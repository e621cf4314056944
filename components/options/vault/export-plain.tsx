import type { Result } from '../../../lib/messages/contract.ts';
import type { UnlockSecret, UnlockView } from '../../../lib/messages/vault.ts';
import { Button } from '../../button.tsx';
import { Told } from '../../forms/told.tsx';
import { useSteps } from '../../forms/use-steps.ts';
import { Note } from '../../note.tsx';
import { exportText } from '../../sentences.ts';
import { Part } from '../part.tsx';
import { Prove } from './prove.tsx';

export interface ExportPlainProps {
  unlocks: readonly UnlockView[];
  onAskKey: (() => Promise<Result<UnlockSecret>>) | null;
  onExport: (secret: UnlockSecret) => Promise<Result<string>>;
}

/** Every secret into a plain file, after unlocking again. None is ever drawn. */
export function ExportPlain({ unlocks, onAskKey, onExport }: ExportPlainProps) {
  const { place, step, outcome, begin, back, over } = useSteps<'prove'>();
  const save = async (secret: UnlockSecret) => {
    const reply = await onExport(secret);
    if (reply.ok) over(exportText.saved(reply.value));
    return reply;
  };
  return (
    <Part name={exportText.title} why={exportText.why} place={place}>
      {step === 'prove' ? (
        <>
          <Note tone="bad" spoken>
            {exportText.warn}
          </Note>
          <Prove unlocks={unlocks} act={exportText.save} onAskKey={onAskKey} onSecret={save} onBack={back} />
        </>
      ) : (
        <>
          <Told outcome={outcome} />
          <div class="row">
            <Button onPress={() => begin('prove')}>{exportText.act}</Button>
          </div>
        </>
      )}
    </Part>
  );
}
