import type { RefObject } from 'preact';
import { Field } from '../../field.tsx';

export interface SecretFieldProps {
  label: string;
  hint?: string;
  /** What a password manager is to do with it. */
  kind: 'current-password' | 'new-password';
  /** Whoever reads what was typed also empties it: it is kept nowhere else. */
  field: RefObject<HTMLInputElement | null>;
}

const LONGEST_PASSPHRASE = 1_024;

/** A field for a passphrase. */
export function SecretField({ kind, field, ...words }: SecretFieldProps) {
  return (
    <Field {...words}>
      {(control) => (
        <input
          {...control}
          ref={field}
          type="password"
          autocomplete={kind}
          maxLength={LONGEST_PASSPHRASE}
          spellcheck={false}
        />
      )}
    </Field>
  );
}
