import type { EntryView } from '../../../lib/messages/passcodes.ts';
import { Button } from '../../button.tsx';
import { Form } from '../../forms/form.tsx';
import { useOutcome } from '../../forms/use-outcome.ts';
import { useSteps } from '../../forms/use-steps.ts';
import { Note } from '../../note.tsx';
import { problem } from '../../problem.ts';
import { entriesText } from '../../sentences.ts';
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
  const { place, step, begin, back } = useSteps<'edit' | 'remove'>();
  const { outcome, run } = useOutcome();
  const name = [entry.issuer, entry.account].filter(Boolean).join(' · ') || entriesText.unnamed;
  const saved = (): void => {
    back();
    onDone(entriesText.saved);
  };
  const remove = async (): Promise<void> => {
    const reply = await run(actions.remove(entry.id));
    if (reply.ok) onDone(entriesText.removed);
  };
  return (
    <div ref={place} class="stack-tight">
      <div class="row wraps">
        <Names entry={entry} />
        {step === 'rest' && entry.device === null && (
          <div class="row">
            <Button label={entriesText.editLabel(name)} onPress={() => begin('edit')}>
              {entriesText.edit}
            </Button>
            <Button label={entriesText.removeLabel(name)} onPress={() => begin('remove')}>
              {entriesText.remove}
            </Button>
          </div>
        )}
      </div>
      {entry.error !== null && <Note tone="bad">{problem(entry.error)}</Note>}
      {step === 'edit' && <EditEntry entry={entry} onSave={actions.edit} onSaved={saved} onBack={back} />}
      {step === 'remove' && (
        <Form
          wide
          act={entriesText.removeYes}
          look="danger"
          outcome={outcome}
          onAct={() => void remove()}
          onBack={back}
        >
          <div tabIndex={-1}>
            <Note tone="warn">{entriesText.removeAsk(name)}</Note>
          </div>
        </Form>
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
