import type { ComponentChildren } from 'preact';
import { useFieldId } from './use-field-id.ts';

/** What ties a control to its label and hint. */
interface Control {
  id: string;
  class: 'field';
  'aria-describedby'?: string;
}

export interface FieldProps {
  label: string;
  hint?: string;
  children: (control: Control) => ComponentChildren;
}

/** A control with its label above and its hint below. */
export function Field({ label, hint, children }: FieldProps) {
  const id = useFieldId();
  const hintId = `${id}-hint`;
  return (
    <div>
      <label class="label" for={id}>
        {label}
      </label>
      {children({ id, class: 'field', ...(hint !== undefined && { 'aria-describedby': hintId }) })}
      {hint !== undefined && (
        <p id={hintId} class="small muted">
          {hint}
        </p>
      )}
    </div>
  );
}
