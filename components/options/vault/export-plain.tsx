import { useState } from 'preact/hooks';
import type { Result } from '../../../lib/messages/contract.ts';
import type { UnlockSecret, UnlockView } from '../../../lib/messages/passcodes.ts';
import { Button } from '../../button.tsx';
import { Note } from '../../note.tsx';
import { commonText, exportText } from '../../sentences.ts';
import { Part } from '../part.tsx';
import { Told } from '../told.tsx';
import { useOutcome } from '../use-outcome.ts';
import { Prove } from './prove.tsx';

export interface ExportPlainProps {
  unlocks: readonly UnlockView[];
  onAskKey: (() => Promise<Result<UnlockSecret>>) | null;
  onExport: (secret: UnlockSecret) => Promise<Result<string>>;
}

/** Every secret into a plain file, after unlocking again. None is ever drawn. */
export function ExportPlain({ unlocks, onAskKey, onExport }: ExportPlainProps) {
  const [isOpen, open] = useState(false);
  const { outcome, say } = useOutcome();
  const save = async (secret: UnlockSecret) => {
    const reply = await onExport(secret);
    if (reply.ok) {
      say(exportText.saved(reply.value));
      open(false);
    }
    return reply;
  };
  return (
    <Part name={exportText.title} why={exportText.why}>
      {isOpen ? (
        <>
          <Note tone="bad" spoken>
            {exportText.warn}
          </Note>
          <p class="small">
            <strong>{exportText.prove}</strong>
          </p>
          <Prove unlocks={unlocks} onAskKey={onAskKey} onSecret={save} />
          <div class="row">
            <Button look="quiet" onPress={() => open(false)}>
              {commonText.cancel}
            </Button>
          </div>
        </>
      ) : (
        <>
          <Told outcome={outcome} />
          <div class="row">
            <Button
              onPress={() => {
                say('');
                open(true);
              }}
            >
              {exportText.act}
            </Button>
          </div>
        </>
      )}
    </Part>
  );
}
