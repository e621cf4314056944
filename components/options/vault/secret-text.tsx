import type { RefObject } from 'preact';
import { Field } from '../../field.tsx';
import { addText } from '../../sentences.ts';

const LONGEST_SECRET = 1_024;

/** The field for a secret in letters. It can be seen while it is typed, since it is compared with a page. */
export function SecretText({ field }: { field: RefObject<HTMLInputElement | null> }) {
  return (
    <Field label={addText.secret} hint={addText.secretHint}>
      {(control) => (
        <input
          {...control}
          ref={field}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          maxLength={LONGEST_SECRET}
        />
      )}
    </Field>
  );
}
