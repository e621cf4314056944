import { useFieldId } from '../use-field-id.ts';

export interface CheckProps {
  checked: boolean;
  disabled?: boolean;
  children: string;
  hint?: string;
  onCheck: (checked: boolean) => void;
}

/** Something that is on or off. */
export function Check({ checked, disabled = false, children, hint, onCheck }: CheckProps) {
  const id = useFieldId();
  return (
    <div>
      <label class="check row">
        <input
          type="checkbox"
          checked={checked}
          disabled={disabled}
          {...(hint !== undefined && { 'aria-describedby': id })}
          onChange={(event) => onCheck(event.currentTarget.checked)}
        />
        {children}
      </label>
      {hint !== undefined && (
        <p id={id} class="small muted">
          {hint}
        </p>
      )}
    </div>
  );
}
