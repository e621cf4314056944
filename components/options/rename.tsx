import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../button.tsx';
import { commonText, optionsText } from '../sentences.ts';

const LONGEST_NAME = 64;

export interface RenameProps {
  id: string;
  name: string;
  onName: (name: string) => void;
  onBack: () => void;
}

/** A new name for this browser or an authenticator, as other browsers and the help desk see it. */
export function Rename({ id, name, onName, onBack }: RenameProps) {
  const [typed, type] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const usable = typed.trim() !== '' && typed.trim() !== name;
  const save = (): void => {
    if (usable) onName(typed.trim());
  };
  return (
    <div class="stack-tight">
      <div>
        <label class="label" for={id}>
          {optionsText.newName}
        </label>
        <input
          id={id}
          class="field"
          maxLength={LONGEST_NAME}
          autocomplete="off"
          value={typed}
          ref={field}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') save();
          }}
        />
      </div>
      <div class="row">
        <Button look="main" disabled={!usable} onPress={save}>
          {optionsText.save}
        </Button>
        <Button look="quiet" onPress={onBack}>
          {commonText.cancel}
        </Button>
      </div>
    </div>
  );
}
