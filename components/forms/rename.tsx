import { useState } from 'preact/hooks';
import { optionsText } from '../sentences.ts';
import { Form } from './form.tsx';
import { TextField } from './text-field.tsx';

const LONGEST_NAME = 64;

export interface RenameProps {
  name: string;
  onName: (name: string) => void;
  onBack: () => void;
}

/** A new name for this browser or an authenticator, as other browsers and the help desk see it. */
export function Rename({ name, onName, onBack }: RenameProps) {
  const [typed, type] = useState(name);
  const next = typed.trim();
  return (
    <Form
      act={optionsText.save}
      disabled={next === '' || next === name}
      onAct={() => onName(next)}
      onBack={onBack}
    >
      <TextField label={optionsText.newName} value={typed} longest={LONGEST_NAME} onText={type} />
    </Form>
  );
}
