import { useState } from 'preact/hooks';
import type { Request, Result } from '../../../lib/messages/contract.ts';
import type { EntryView } from '../../../lib/messages/passcodes.ts';
import { Check } from '../../forms/check.tsx';
import { Form } from '../../forms/form.tsx';
import { TextField } from '../../forms/text-field.tsx';
import { useOutcome } from '../../forms/use-outcome.ts';
import { entriesText } from '../../sentences.ts';

export interface EditEntryProps {
  entry: EntryView;
  onSave: (change: Request<'passcodes.edit'>) => Promise<Result<unknown>>;
  onSaved: () => void;
  onBack: () => void;
}

/** The names of a code, and whether it stands first. */
export function EditEntry({ entry: { id, ...now }, onSave, onSaved, onBack }: EditEntryProps) {
  const [issuer, setIssuer] = useState(now.issuer);
  const [account, setAccount] = useState(now.account);
  const [pinned, pin] = useState(now.pinned);
  const { outcome, run } = useOutcome();
  const save = async (): Promise<void> => {
    const reply = await run(onSave({ id, issuer: issuer.trim(), account: account.trim(), pinned }));
    if (reply.ok) onSaved();
  };
  return (
    <Form act={entriesText.save} outcome={outcome} onAct={() => void save()} onBack={onBack}>
      <TextField label={entriesText.issuer} value={issuer} onText={setIssuer} />
      <TextField label={entriesText.account} value={account} onText={setAccount} />
      <Check checked={pinned} onCheck={pin}>
        {entriesText.pin}
      </Check>
    </Form>
  );
}
