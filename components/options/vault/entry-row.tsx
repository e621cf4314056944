import { useState } from 'preact/hooks';
import type { EntryView } from '../../../lib/messages/passcodes.ts';
import { Button } from '../../button.tsx';
import { Note } from '../../note.tsx';
import { problem } from '../../problem.ts';
import { commonText, entriesText } from '../../sentences.ts';
import { Told } from '../told.tsx';
import { useOutcome } from '../use-outcome.ts';
import { EditEntry } from './edit-entry.tsx';
import type { EntryActions } from './vault-actions.ts';

export interface EntryRowProps {
  entry: EntryView;
  actions: EntryActions;
  /** Says what was done, after this row is gone too. */
  onDone: (words: string) => void;
}

/** One code by its names. The code itself is the popup's to show. */
export function EntryRow({ entry, actions, onDone }: EntryRowProps) {
  const [mode, enter] = useState<'rest' | 'edit' | 'remove'>('rest');
  const { outcome, run } = useOutcome();
  const name = [entry.issuer, entry.account].filter(Boolean).join(' · ') || entriesText.unnamed;
  const remove = async (): Promise<void> => {
    const reply = await run(actions.remove(entry.id));
    if (reply.ok) onDone(entriesText.removed);
  };
  return (
    <div class="stack-tight">
      <div class="row wraps">
        <Names entry={entry} />
        {mode === 'rest' && entry.device === null && (
          <div class="row">
            <Button label={entriesText.editLabel(name)} onPress={() => enter('edit')}>
              {entriesText.edit}
            </Button>
            <Button label={entriesText.removeLabel(name)} onPress={() => enter('remove')}>
              {entriesText.remove}
            </Button>
          </div>
        )}
      </div>
      {entry.error !== null && <Note tone="bad">{problem(entry.error)}</Note>}
      {mode === 'edit' && (
        <EditEntry
          entry={entry}
          onSave={actions.edit}
          onSaved={() => {
            enter('rest');
            onDone(entriesText.saved);
          }}
          onBack={() => enter('rest')}
        />
      )}
      {mode === 'remove' && (
        <>
          <Note tone="warn" spoken>
            {entriesText.removeAsk(name)}
          </Note>
          <Told outcome={outcome} />
          <div class="row">
            <Button look="danger" disabled={outcome.working} onPress={() => void remove()}>
              {entriesText.removeYes}
            </Button>
            <Button look="quiet" onPress={() => enter('rest')}>
              {commonText.cancel}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

function Names({ entry: { issuer, account, type, pinned, device } }: { entry: EntryView }) {
  return (
    <div class="grow names">
      <p>
        <strong>{issuer || account || entriesText.unnamed}</strong>{' '}
        {pinned && <span class="chip good">{entriesText.pinned}</span>}
      </p>
      {issuer !== '' && account !== '' && <p class="small muted">{account}</p>}
      <p class="small muted">
        {device === null ? entriesText.kinds[type] : `${entriesText.ofAccount}. ${entriesText.ofAccountWhy}`}
      </p>
    </div>
  );
}
