import { useEffect, useRef, useState } from 'preact/hooks';
import type { Reply } from '../../lib/messages/contract.ts';
import type { UnlockView } from '../../lib/messages/vault.ts';
import { Button } from '../button.tsx';
import { Note } from '../note.tsx';
import { unlockText } from '../sentences/passcodes.ts';
import { passcodeProblem } from './passcode-problem.ts';

export interface UnlockFormProps {
  unlocks: readonly UnlockView[];
  /** What the button says, where it does more than unlock. */
  act?: string | undefined;
  /** Answers when the passphrase was tried; where it was right, the form is about to go. */
  onPassphrase: (passphrase: string) => Promise<Reply<'vault.unlock'>>;
  /** Left out where this browser cannot use a key. */
  onKey?: () => void;
  /** Whether the field may take the focus as it appears. */
  focus?: boolean;
  /** The field's own, where a page has several of these. */
  id?: string;
}

/** Opens the vault by what was set up: a typed passphrase, a key, or either. */
export function UnlockForm(props: UnlockFormProps) {
  const { unlocks, act = unlockText.unlock, onPassphrase, onKey, focus = false, id = 'passphrase' } = props;
  const typed = unlocks.some(({ kind }) => kind === 'passphrase');
  const byKey = onKey !== undefined && unlocks.some(({ kind }) => kind === 'prf');
  return (
    <div class="stack-tight">
      {typed && <PassphraseField id={id} act={act} onPassphrase={onPassphrase} focus={focus} />}
      {byKey && (
        <Button look={typed ? 'plain' : 'main'} wide onPress={onKey}>
          {unlockText.key}
        </Button>
      )}
    </div>
  );
}

type FieldProps = Required<Pick<UnlockFormProps, 'id' | 'onPassphrase' | 'focus'>> & { act: string };

function PassphraseField({ id, act, onPassphrase, focus }: FieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const [passphrase, type] = useState('');
  const [working, work] = useState(false);
  const [trouble, tell] = useState<string | null>(null);
  useEffect(() => {
    if (focus) field.current?.focus({ preventScroll: true });
  }, []);

  async function unlock(): Promise<void> {
    if (passphrase === '' || working) return;
    work(true);
    tell(null);
    const reply = await onPassphrase(passphrase);
    work(false);
    if (reply.ok) return type('');
    tell(passcodeProblem(reply.error));
    field.current?.select();
  }

  return (
    <form
      class="stack-tight"
      onSubmit={(event) => {
        event.preventDefault();
        if (event.isTrusted) void unlock();
      }}
    >
      <div>
        <label class="label" for={id}>
          {unlockText.passphrase}
        </label>
        <input
          ref={field}
          id={id}
          class="field"
          type="password"
          autocomplete="current-password"
          maxLength={1_024}
          value={passphrase}
          aria-invalid={trouble !== null}
          onInput={(event) => type(event.currentTarget.value)}
        />
      </div>
      <Button look="main" wide disabled={passphrase === '' || working} onPress={() => void unlock()}>
        {working ? unlockText.working : act}
      </Button>
      {trouble !== null && (
        <Note tone="bad" spoken>
          {trouble}
        </Note>
      )}
    </form>
  );
}
