import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Result } from '../../../lib/messages/contract.ts';
import { Button } from '../../button.tsx';
import { Note } from '../../note.tsx';
import { problem } from '../../problem.ts';
import { commonText, vaultText } from '../../sentences.ts';
import { Told } from '../told.tsx';
import { useOutcome } from '../use-outcome.ts';
import { SecretField } from './secret-field.tsx';
import { take } from './take.ts';

const SHORTEST_PASSPHRASE = 10;

export interface NewPassphraseProps {
  /** What the button says. */
  act: string;
  /** Fields before, and what to know. */
  children?: ComponentChildren;
  onPassphrase: (passphrase: string) => Promise<Result<unknown>>;
  onBack?: () => void;
}

/** A new passphrase, typed twice. */
export function NewPassphrase({ act, children, onPassphrase, onBack }: NewPassphraseProps) {
  const chosen = useRef<HTMLInputElement>(null);
  const repeated = useRef<HTMLInputElement>(null);
  const [trouble, tell] = useState<string | null>(null);
  const { outcome, run, say } = useOutcome();

  function go(): void {
    if (outcome.working) return;
    const fault = faultOf(chosen.current?.value ?? '', repeated.current?.value ?? '');
    tell(fault);
    say('');
    if (fault !== null) return;
    take(repeated);
    void run(onPassphrase(take(chosen)));
  }

  return (
    <div class="stack-tight form">
      {children}
      <SecretField
        label={vaultText.chosenPassphrase}
        hint={vaultText.passphraseHint}
        kind="new-password"
        field={chosen}
        onEnter={() => repeated.current?.focus()}
      />
      <SecretField label={vaultText.repeated} kind="new-password" field={repeated} onEnter={go} />
      {trouble !== null && (
        <Note tone="bad" spoken>
          {trouble}
        </Note>
      )}
      <Told outcome={outcome} />
      <div class="row">
        <Button look="main" disabled={outcome.working} onPress={go}>
          {act}
        </Button>
        {onBack && (
          <Button look="quiet" onPress={onBack}>
            {commonText.cancel}
          </Button>
        )}
      </div>
    </div>
  );
}

function faultOf(chosen: string, repeated: string): string | null {
  if ([...chosen].length < SHORTEST_PASSPHRASE) return problem('passphrase_short');
  return chosen === repeated ? null : vaultText.differs;
}
