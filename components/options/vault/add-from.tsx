import { useRef, useState } from 'preact/hooks';
import type { Result } from '../../../lib/messages/contract.ts';
import type { ImportPreview } from '../../../lib/messages/passcodes.ts';
import { Field } from '../../field.tsx';
import { Form } from '../../forms/form.tsx';
import { useOutcome } from '../../forms/use-outcome.ts';
import { importText } from '../../sentences.ts';
import { useFocusWith } from '../../use-focus-with.ts';
import { Working } from '../../working.tsx';
import { ImportPreviewView } from './import-preview-view.tsx';
import type { ImportActions } from './vault-actions.ts';

export interface AddFromProps {
  actions: ImportActions;
  onStarted: () => void;
  onBack: () => void;
}

/** Codes out of text, files and pictures: shown first, added only when the person says so. */
export function AddFrom({ actions, onStarted, onBack }: AddFromProps) {
  const pasted = useRef<HTMLTextAreaElement>(null);
  /** What the preview is of. Full of secrets, so it is never drawn, and gone with this form. */
  const text = useRef('');
  const [preview, show] = useState<ImportPreview | null>(null);
  const place = useFocusWith(preview);
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

  return (
    <div ref={place}>
      {preview === null ? (
        <Form
          wide
          act={importText.look}
          outcome={outcome}
          onAct={() => look(Promise.resolve({ ok: true, value: pasted.current?.value ?? '' }))}
          onBack={onBack}
        >
          <Field label={importText.paste} hint={importText.pasteHint}>
            {(control) => (
              <textarea
                {...control}
                ref={pasted}
                rows={4}
                autocomplete="off"
                spellcheck={false}
                onPaste={(event) => {
                  const pictures = [...(event.clipboardData?.files ?? [])];
                  if (pictures.length === 0) return;
                  event.preventDefault();
                  look(actions.read(pictures));
                }}
              />
            )}
          </Field>
          <Field label={importText.file} hint={importText.fileHint}>
            {(control) => (
              <input
                {...control}
                type="file"
                multiple
                accept="image/*,text/plain,application/json,.txt,.json"
                onChange={({ currentTarget: field }) => {
                  const files = [...(field.files ?? [])];
                  field.value = '';
                  if (files.length > 0) look(actions.read(files));
                }}
              />
            )}
          </Field>
          {outcome.working && <Working>{importText.reading}</Working>}
        </Form>
      ) : (
        <ImportPreviewView
          preview={preview}
          isBusy={outcome.working}
          onAdd={() => void start()}
          onBack={onBack}
        />
      )}
    </div>
  );
}
