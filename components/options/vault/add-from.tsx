import { useRef, useState } from 'preact/hooks';
import type { Result } from '../../../lib/messages/contract.ts';
import type { ImportPreview } from '../../../lib/messages/passcodes.ts';
import { Button } from '../../button.tsx';
import { commonText, importText } from '../../sentences.ts';
import { useFieldId } from '../../use-field-id.ts';
import { Working } from '../../working.tsx';
import { Told } from '../told.tsx';
import { useOutcome } from '../use-outcome.ts';
import { ImportPreviewView } from './import-preview-view.tsx';
import type { ImportActions } from './vault-actions.ts';

export interface AddFromProps {
  actions: ImportActions;
  onStarted: () => void;
  onBack: () => void;
}

/** Codes out of text, files and pictures: shown first, added only when the person says so. */
export function AddFrom({ actions, onStarted, onBack }: AddFromProps) {
  const id = useFieldId();
  const pasted = useRef<HTMLTextAreaElement>(null);
  /** What the preview is of. Full of secrets, so it is never drawn, and gone with this form. */
  const text = useRef('');
  const [preview, show] = useState<ImportPreview | null>(null);
  const { outcome, run } = useOutcome();

  const lookAt = async (read: Promise<Result<string>>): Promise<Result<unknown>> => {
    const found = await read;
    if (!found.ok) return found;
    const reply = await actions.preview(found.value);
    if (!reply.ok) return reply;
    text.current = found.value;
    if (pasted.current) pasted.current.value = '';
    show(reply.value);
    return reply;
  };
  const look = (read: Promise<Result<string>>) => void (outcome.working || run(lookAt(read)));
  const start = async (): Promise<void> => {
    const reply = await run(actions.start(text.current));
    text.current = '';
    if (reply.ok) onStarted();
    else show(null);
  };

  if (preview !== null)
    return (
      <ImportPreviewView
        preview={preview}
        isBusy={outcome.working}
        onAdd={() => void start()}
        onBack={onBack}
      />
    );
  return (
    <div class="stack-tight">
      <div>
        <label class="label" for={id}>
          {importText.paste}
        </label>
        <textarea
          ref={pasted}
          id={id}
          class="field"
          rows={4}
          autocomplete="off"
          spellcheck={false}
          aria-describedby={`${id}-hint`}
          onPaste={(event) => {
            const pictures = [...(event.clipboardData?.files ?? [])];
            if (pictures.length === 0) return;
            event.preventDefault();
            look(actions.read(pictures));
          }}
        />
        <p id={`${id}-hint`} class="small muted">
          {importText.pasteHint}
        </p>
      </div>
      <div>
        <label class="label" for={`${id}-files`}>
          {importText.file}
        </label>
        <input
          id={`${id}-files`}
          class="field"
          type="file"
          multiple
          accept="image/*,text/plain,application/json,.txt,.json"
          aria-describedby={`${id}-files-hint`}
          onChange={({ currentTarget: field }) => {
            const files = [...(field.files ?? [])];
            field.value = '';
            if (files.length > 0) look(actions.read(files));
          }}
        />
        <p id={`${id}-files-hint`} class="small muted">
          {importText.fileHint}
        </p>
      </div>
      {outcome.working && <Working>{importText.reading}</Working>}
      <Told outcome={outcome} />
      <div class="row">
        <Button
          look="main"
          disabled={outcome.working}
          onPress={() => look(Promise.resolve({ ok: true, value: pasted.current?.value ?? '' }))}
        >
          {importText.look}
        </Button>
        <Button look="quiet" onPress={onBack}>
          {commonText.cancel}
        </Button>
      </div>
    </div>
  );
}
