import { Field } from '../field.tsx';

const LONGEST_LABEL = 256;

export interface TextFieldProps {
  label: string;
  hint?: string;
  value: string;
  longest?: number;
  onText: (text: string) => void;
}

/** One line of text. */
export function TextField({ value, longest = LONGEST_LABEL, onText, ...words }: TextFieldProps) {
  return (
    <Field {...words}>
      {(control) => (
        <input
          {...control}
          autocomplete="off"
          maxLength={longest}
          value={value}
          onInput={(event) => onText(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
