import type { ChangeView } from '../../../lib/messages/changes.ts';
import type { MethodsShown } from '../../../lib/messages/methods.ts';
import type { MethodSettings } from '../../../lib/protocol/methods.ts';
import { moment } from '../../format.ts';
import { Form } from '../../forms/form.tsx';
import { useOutcome } from '../../forms/use-outcome.ts';
import { Note } from '../../note.tsx';
import { problem } from '../../problem.ts';
import { methodsText } from '../../sentences.ts';
import { ApplicationSettings } from './application-settings.tsx';
import type { MethodActions } from './method-actions.ts';
import { OpeningList } from './opening-list.tsx';
import { openingsOf } from './openings.ts';
import { PushSettings } from './push-settings.tsx';
import { useDraft } from './use-draft.ts';

export interface MethodsFormProps {
  known: MethodsShown;
  /** A change of these settings, where it is under way or was. */
  change: ChangeView | null;
  /** Some change is under way. */
  isBusy: boolean;
  onSave: (wanted: Parameters<MethodActions['set']>[1]) => ReturnType<MethodActions['set']>;
}

/** What a sign-in opens with, as it holds and as the person wants it. */
export function MethodsForm({ known: { view, knownSince }, change, isBusy, onSave }: MethodsFormProps) {
  const { outcome, run, refuse } = useOutcome();
  const { shown, changed, edit, drop } = useDraft({
    version: view.version,
    settings: (isBusy ? wantedBy(change) : null) ?? view.settings,
    saving: outcome.working,
    onConflict: () => refuse('version_conflict'),
  });
  const openings = openingsOf(view);
  const isFixed = knownSince !== null || isBusy || outcome.working;

  const save = (): void => {
    if (changed === null) return;
    const saving = onSave({ version: view.version, settings: changed }).then((reply) => {
      // Either it holds now, or it is being proved, or it was chosen for something that is no more.
      if (reply.ok || reply.error === 'version_conflict') drop();
      return reply;
    });
    void run(saving, ({ proving }) => (proving ? '' : methodsText.saved));
  };

  return (
    <>
      {knownSince !== null && (
        <Note tone="warn" spoken>
          <p>{problem('settings_offline')}</p>
          <p>{methodsText.knownSince(moment(knownSince))}</p>
        </Note>
      )}
      {knownSince === null && isBusy && change === null && <Note>{methodsText.busy}</Note>}
      <Form
        wide
        act={methodsText.save}
        disabled={isFixed || changed === null}
        outcome={outcome}
        onAct={save}
        onBack={changed === null ? undefined : drop}
      >
        <fieldset class="stack" disabled={isFixed}>
          <OpeningList
            openings={openings}
            value={shown.opensWith}
            onChoice={(opensWith) => edit({ opensWith })}
          />
          <PushSettings settings={shown} view={view} onEdit={edit} />
          <ApplicationSettings
            rows={shown.applications}
            applications={view.applications}
            openings={openings}
            autoPush={view.autoPush}
            onRows={(applications) => edit({ applications })}
          />
        </fieldset>
      </Form>
    </>
  );
}

/** What is being proved is shown as the person chose it. */
function wantedBy(change: ChangeView | null): MethodSettings | null {
  return change?.aim.what === 'methods' ? change.aim.settings : null;
}
