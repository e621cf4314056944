import type { ComponentChildren } from 'preact';
import type { ChangeView } from '../../lib/messages/changes.ts';
import { Button } from '../button.tsx';
import { Note } from '../note.tsx';
import { problem } from '../problem.ts';
import { commonText, keysText } from '../sentences.ts';
import { Working } from '../working.tsx';
import type { KeyActions } from './key-actions.ts';

export interface ChangeProgressProps {
  change: ChangeView;
  actions: Pick<KeyActions, 'showTab' | 'dismiss'>;
  /** What comes next, once it is `ready`. */
  children?: ComponentChildren;
}

/** How far a change is; most of it happens in a tab of its own. */
export function ChangeProgress({ change, actions, children }: ChangeProgressProps) {
  const { step, aim, error } = change;
  if (step === 'working') return <Working>{keysText.working}</Working>;
  const isOver = step === 'done' || step === 'failed';
  const isInTab = step === 'proving' || step === 'ceremony';
  return (
    <div class="well stack-tight">
      {step === 'done' && (
        <Note tone="good" spoken>
          {keysText.done[aim.what]}
        </Note>
      )}
      {!isOver && (
        <p role="status">
          <strong>{keysText[step]}</strong>
        </p>
      )}
      {error !== null && (
        <Note tone={step === 'failed' ? 'bad' : 'warn'} spoken>
          {problem(error)}
        </Note>
      )}
      {step === 'ready' && children}
      <div class="row wraps">
        {isInTab && <Button onPress={() => void actions.showTab()}>{keysText.toTab}</Button>}
        <Button look="quiet" onPress={() => void actions.dismiss()}>
          {isOver ? keysText.close : commonText.cancel}
        </Button>
      </div>
    </div>
  );
}
