import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { BYPASS_NAME, PRINTED_NAME } from '../../lib/protocol/passcodes.ts';
import type { MethodView } from '../../lib/protocol/prompt.ts';
import { Button } from '../button.tsx';
import { Heading } from '../heading.tsx';
import { Note } from '../note.tsx';
import { problem } from '../problem.ts';
import { passcodeText } from '../sentences.ts';
import type { PromptPasscode } from './prompt-screen.ts';

export interface PasscodeProps {
  /** How codes stand at the service. */
  method: MethodView;
  entry: PromptPasscode;
  onVerify: (typed: string) => void;
  children: ComponentChildren;
}

/** A code that is typed, or filled in from the toolbar; the person sends it either way. */
export function Passcode({ method, entry, onVerify, children }: PasscodeProps) {
  return (
    <>
      <Heading>{passcodeText.title}</Heading>
      {method.ready ? (
        <CodeField sources={method.devices} entry={entry} onVerify={onVerify} />
      ) : (
        <Note tone="bad" spoken>
          {problem(method.why)}
        </Note>
      )}
      {children}
    </>
  );
}

interface CodeFieldProps {
  /** Names of what gives the codes. */
  sources: readonly string[];
  entry: PromptPasscode;
  onVerify: (typed: string) => void;
}

/** As many characters as the service reads. */
const LONGEST = 64;

/** Printed codes and those of the help desk cannot be out of step. */
const hasCounter = (source: string): boolean => source !== PRINTED_NAME && source !== BYPASS_NAME;

function CodeField({ sources, entry, onVerify }: CodeFieldProps) {
  const { stage, error, tries } = entry;
  const [typed, type] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const blocked = stage !== 'ready' || typed.trim() === '';
  // At first and after each refusal: the next key begins the code anew.
  useEffect(() => {
    if (stage !== 'ready') return;
    field.current?.focus({ preventScroll: true });
    field.current?.select();
  }, [tries, stage]);
  return (
    <>
      <div>
        <label class="label" for="passcode">
          {passcodeText.label} <span class="muted">({sources.join(', ')})</span>
        </label>
        <input
          ref={field}
          id="passcode"
          class="field number"
          inputMode="numeric"
          autocomplete="one-time-code"
          spellcheck={false}
          maxLength={LONGEST}
          value={typed}
          readOnly={stage !== 'ready'}
          aria-invalid={error !== null}
          aria-describedby={error === null ? undefined : 'passcode-refused'}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && event.isTrusted && !blocked) onVerify(typed);
          }}
        />
      </div>
      {error !== null && (
        <div id="passcode-refused" key={tries}>
          <Note tone="bad" spoken>
            {problem(error)}
          </Note>
        </div>
      )}
      <Button look="main" large wide disabled={blocked} onPress={() => onVerify(typed)}>
        {stage === 'ready' ? passcodeText.verify : passcodeText.checking}
      </Button>
      {sources.some(hasCounter) && (
        <details class="methods">
          <summary>{passcodeText.outOfStep}</summary>
          <p>{passcodeText.outOfStepWhy}</p>
        </details>
      )}
    </>
  );
}
