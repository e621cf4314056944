import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Result } from '../../../lib/messages/contract.ts';
import { Form } from '../../forms/form.tsx';
import { useOutcome } from '../../forms/use-outcome.ts';
import { Note } from '../../note.tsx';
import { problem } from '../../problem.ts';
import { vaultText } from '../../sentences.ts';
import { SecretField } from './secret-field.tsx';
import { take } from './take.ts';

const SHORTEST_PASSPHRASE = 10;

export interface NewPassphraseProps {
  /** What the button says. */
  act: string;
  /** Fields before, and what to know. */
  children?: ComponentChildren;
  onPassphrase: (passphrase: string) => Promise<Result<unknown>>;
  onBack: () => void;
}

/** A new passphrase, typed twice. */
export function NewPassphrase({ act, children, onPassphrase, onBack }: NewPassphraseProps) {
  const chosen = useRef<HTMLInputElement>(null);
  const repeated = useRef<HTMLInputElement>(null);
  const [trouble, tell] = useState<string | null>(null);
  const { outcome, run, say } = useOutcome();

  function go(): void {
    const first = chosen.current?.value ?? '';
    const second = repeated.current?.value ?? '';
    const fault = faultOf(first, second);
    tell(fault);
    say('');
    if (fault !== null) return;
    if (second === '') {
      repeated.current?.focus();
      return;
    }
    take(repeated);
    void run(onPassphrase(take(chosen)));
  }

  return (
    <Form act={act} outcome={outcome} onAct={go} onBack={onBack}>
      {children}
      <SecretField
        label={vaultText.chosenPassphrase}
        hint={vaultText.passphraseHint}
        kind="new-password"
        field={chosen}
      />
      <SecretField label={vaultText.repeated} kind="new-password" field={repeated} />
      {trouble !== null && (
        <Note tone="bad" spoken>
          {trouble}
        </Note>
      )}
    </Form>
  );
}

/** Nothing wrong yet where it is still to be repeated. */
function faultOf(chosen: string, repeated: string): string | null {
  if ([...chosen].length < SHORTEST_PASSPHRASE) return problem('passphrase_short');
  return repeated === '' || chosen === repeated ? null : vaultText.differs;
}
