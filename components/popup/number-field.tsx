import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../button.tsx';
import { onlyDigits } from '../format.ts';
import { requestText } from '../sentences.ts';

export interface NumberFieldProps {
  id: string;
  /** How many digits the number has. */
  digits: number;
  approveLabel: string;
  /** Whether it may take the focus: when it is the only one. */
  focus: boolean;
  onNumber: (number: string) => void;
}

/** The number from the sign-in page, typed by hand. No code of ours ever reads it from a page. */
export function NumberField({ id, digits, approveLabel, focus, onNumber }: NumberFieldProps) {
  const [typed, type] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focus) field.current?.focus({ preventScroll: true });
  }, []);
  const complete = typed.length === digits;
  const send = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && event.isTrusted && complete) onNumber(typed);
  };
  return (
    <>
      <div class="grow">
        <label class="label" for={id}>
          {requestText.number} <span class="muted">({requestText.numberHint(digits)})</span>
        </label>
        <input
          ref={field}
          id={id}
          class="field number"
          inputMode="numeric"
          autocomplete="off"
          spellcheck={false}
          value={typed}
          onInput={(event) => {
            const field = event.currentTarget;
            // Also where the digits stay the same, and so nothing is drawn anew.
            field.value = onlyDigits(field.value, digits);
            type(field.value);
          }}
          onKeyDown={send}
        />
      </div>
      <Button
        look="main"
        large
        wide
        label={approveLabel}
        disabled={!complete}
        onPress={() => onNumber(typed)}
      >
        {requestText.approve}
      </Button>
    </>
  );
}
