import { Field } from '../../field.tsx';

export interface NumberTextProps {
  label: string;
  value: number;
  least: number;
  most: number;
  onNumber: (value: number) => void;
}

/** A whole number; what is none, or out of bounds, becomes the nearest that is allowed when the field is left. */
export function NumberText({ label, value, least, most, onNumber }: NumberTextProps) {
  const settle = (field: HTMLInputElement): void => {
    const typed = Math.trunc(field.valueAsNumber);
    const allowed = Number.isNaN(typed) ? value : Math.min(most, Math.max(least, typed));
    field.value = String(allowed);
    onNumber(allowed);
  };
  return (
    <Field label={label}>
      {(control) => (
        <input
          {...control}
          type="number"
          inputMode="numeric"
          min={least}
          max={most}
          step={1}
          value={value}
          onChange={(event) => settle(event.currentTarget)}
        />
      )}
    </Field>
  );
}
