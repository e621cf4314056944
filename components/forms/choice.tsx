import { Field } from '../field.tsx';

export interface ChoiceProps<Value extends string> {
  label: string;
  hint?: string;
  value: Value;
  /** What each is called. */
  choices: Readonly<Record<Value, string>>;
  onChoice: (value: Value) => void;
}

/** One of a few. */
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { value, choices, onChoice, ...words } = props;
  return (
    <Field {...words}>
      {(control) => (
        <select
          {...control}
          value={value}
          // Only what `choices` names can be chosen.
          onChange={(event) => onChoice(event.currentTarget.value as Value)}
        >
          {Object.entries<string>(choices).map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
