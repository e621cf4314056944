import { useEffect, useRef } from 'preact/hooks';

const LONGEST_LABEL = 256;

export interface TextFieldProps {
  id: string;
  label: string;
  value: string;
  focus?: boolean;
  onText: (text: string) => void;
  onEnter: () => void;
}

/** One line of text with its label. */
export function TextField({ id, label, value, focus = false, onText, onEnter }: TextFieldProps) {
  const field = useRef<HTMLInputElement>(null);
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
        autocomplete="off"
        maxLength={LONGEST_LABEL}
        value={value}
        onInput={(event) => onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.isTrusted) onEnter();
        }}
      />
    </div>
  );
}
