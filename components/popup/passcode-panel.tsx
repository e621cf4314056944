import { useRef, useState } from 'preact/hooks';
import type { VaultView } from '../../lib/messages/vault.ts';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import { Button } from '../button.tsx';
import { Note } from '../note.tsx';
import { passcodeProblem } from '../passcodes/passcode-problem.ts';
import { UnlockForm } from '../passcodes/unlock-form.tsx';
import { codesText } from '../sentences/passcodes.ts';
import { AddFromPage } from './add-from-page.tsx';
import type { PasscodeActions } from './passcode-actions.ts';
import { PasscodeList } from './passcode-list.tsx';

export interface PasscodePanelProps {
  /** Null when it could not be asked for. */
  vault: VaultView | null;
  error: ErrorCode | null;
  folded: boolean;
  /** Whether the passphrase may take the focus: the person asked to unlock. */
  unlocking: boolean;
  actions: PasscodeActions;
  onFold: (folded: boolean) => void;
}

/** The passcodes below everything else in the popup, whatever state they are in. */
export function PasscodePanel(props: PasscodePanelProps) {
  const { folded, onFold } = props;
  return (
    <details open={!folded} onToggle={(event) => onFold(!event.currentTarget.open)}>
      <summary>
        <h2>{codesText.title}</h2>
      </summary>
      {!folded && <Contents {...props} />}
    </details>
  );
}

function Contents({ vault, error, unlocking, actions }: PasscodePanelProps) {
  const before = useRef(vault?.state);
  const wasLocked = before.current === 'locked';
  before.current = vault?.state;
  if (vault === null) return <Note tone="bad">{passcodeProblem(error ?? 'internal')}</Note>;
  if (vault.state === 'open') return <Opened vault={vault} unlocked={wasLocked} actions={actions} />;
  if (vault.state === 'none') {
    return (
      <div class="panel stack-tight">
        <p>{codesText.none}</p>
        <Button wide onPress={actions.toOptions}>
          {codesText.setUp}
        </Button>
      </div>
    );
  }
  return (
    <div class="panel stack-tight">
      <p>{codesText.locked}</p>
      <UnlockForm
        key={String(unlocking)}
        unlocks={vault.unlocks}
        onPassphrase={actions.unlock}
        onKey={actions.toOptions}
        focus={unlocking}
      />
    </div>
  );
}

/** `unlocked`: here and just now, so that the list takes over the focus from the field that went. */
function Opened(props: { vault: VaultView; unlocked: boolean; actions: PasscodeActions }) {
  const { vault, unlocked, actions } = props;
  const [view, go] = useState<'list' | 'adding' | 'back'>('list');
  if (view === 'adding') return <AddFromPage actions={actions} onClose={() => go('back')} />;
  return (
    <PasscodeList
      vault={vault}
      actions={actions}
      focus={unlocked || view === 'back'}
      onAdd={() => go('adding')}
    />
  );
}
