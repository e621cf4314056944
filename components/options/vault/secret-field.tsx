import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { useFieldId } from '../../use-field-id.ts';

export interface SecretFieldProps {
  label: string;
  hint?: string;
  /** What a password manager is to do with it. */
  kind: 'current-password' | 'new-password';
  /** Whoever reads what was typed also empties it: it is kept nowhere else. */
  field: RefObject<HTMLInputElement | null>;
  focus?: boolean;
  onEnter?: () => void;
}

const LONGEST_PASSPHRASE = 1_024;

/** A field for a passphrase. */
export function SecretField({ label, hint, kind, field, focus = false, onEnter }: SecretFieldProps) {
  const id = useFieldId();
  useEffect(() => {
    if (focus) field.current?.focus();
  }, []);
  return (
    <div>
      <label class="label" for={id}>
        {label}
      </label>
      <input
        ref={field}
        id={id}
        class="field"
        type="password"
        autocomplete={kind}
        maxLength={LONGEST_PASSPHRASE}
        spellcheck={false}
        {...(hint !== undefined && { 'aria-describedby': `${id}-hint` })}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.isTrusted) onEnter?.();
        }}
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} class="small muted">
          {hint}
        </p>
      )}
    </div>
  );
}
