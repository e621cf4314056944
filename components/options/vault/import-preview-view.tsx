import type { ImportPreview } from '../../../lib/messages/passcodes.ts';
import { Form } from '../../forms/form.tsx';
import { commonText, importText } from '../../sentences.ts';
import { Working } from '../../working.tsx';
import { BadRows } from './bad-rows.tsx';
import { ImportTable } from './import-table.tsx';

export interface ImportPreviewViewProps {
  preview: ImportPreview;
  isBusy: boolean;
  onAdd: () => void;
  onBack: () => void;
}

/** What would be added and what would be left out, before anything is written. */
export function ImportPreviewView({ preview, isBusy, onAdd, onBack }: ImportPreviewViewProps) {
  const { format, rows, bad } = preview;
  const duplicates = rows.filter(({ duplicate }) => duplicate).length;
  const fresh = rows.length - duplicates;
  return (
    <Form wide act={importText.act(fresh)} disabled={fresh === 0 || isBusy} onAct={onAdd} onBack={onBack}>
      <div tabIndex={-1}>
        <p>
          <strong>{importText.title}</strong>
        </p>
        <p class="small">
          {importText.formats[format]}. {importText.fresh(fresh)}{' '}
          {duplicates > 0 && importText.duplicates(duplicates)}
        </p>
      </div>
      {bad.length > 0 && <BadRows bad={bad} />}
      {rows.length > 0 && <ImportTable rows={rows} />}
      {isBusy && <Working>{commonText.loading}</Working>}
    </Form>
  );
}
