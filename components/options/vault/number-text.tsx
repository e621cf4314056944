import { useFieldId } from '../../use-field-id.ts';

export interface NumberTextProps {
  label: string;
  value: number;
  least: number;
  most: number;
  onNumber: (value: number) => void;
}

/** A whole number; what is none, or out of bounds, becomes the nearest that is allowed when the field is left. */
export function NumberText({ label, value, least, most, onNumber }: NumberTextProps) {
  const id = useFieldId();
  return (
    <div>
      <label class="label" for={id}>
        {label}
      </label>
      <input
        id={id}
        class="field"
        type="number"
        inputMode="numeric"
        min={least}
        max={most}
        step={1}
        value={value}
        onChange={(event) => {
          const field = event.currentTarget;
          const typed = Math.trunc(field.valueAsNumber);
          const allowed = Number.isNaN(typed) ? value : Math.min(most, Math.max(least, typed));
          field.value = String(allowed);
          onNumber(allowed);
        }}
      />
    </div>
  );
}
