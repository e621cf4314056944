import { useState } from 'preact/hooks';
import type { Request, Result } from '../../../lib/messages/contract.ts';
import type { EntryView } from '../../../lib/messages/passcodes.ts';
import { Button } from '../../button.tsx';
import { commonText, entriesText } from '../../sentences.ts';
import { useFieldId } from '../../use-field-id.ts';
import { Check } from '../check.tsx';
import { TextField } from '../text-field.tsx';
import { Told } from '../told.tsx';
import { useOutcome } from '../use-outcome.ts';

export interface EditEntryProps {
  entry: EntryView;
  onSave: (change: Request<'passcodes.edit'>) => Promise<Result<unknown>>;
  onSaved: () => void;
  onBack: () => void;
}

/** The names of a code, and whether it stands first. */
export function EditEntry({ entry: { id, ...now }, onSave, onSaved, onBack }: EditEntryProps) {
  const issuerId = useFieldId();
  const [issuer, setIssuer] = useState(now.issuer);
  const [account, setAccount] = useState(now.account);
  const [pinned, pin] = useState(now.pinned);
  const { outcome, run } = useOutcome();
  const save = async (): Promise<void> => {
    if (outcome.working) return;
    const reply = await run(onSave({ id, issuer: issuer.trim(), account: account.trim(), pinned }));
    if (reply.ok) onSaved();
  };
  const onEnter = () => void save();
  return (
    <div class="stack-tight form">
      <TextField
        id={issuerId}
        label={entriesText.issuer}
        value={issuer}
        focus
        onText={setIssuer}
        onEnter={onEnter}
      />
      <TextField
        id={`${issuerId}-account`}
        label={entriesText.account}
        value={account}
        onText={setAccount}
        onEnter={onEnter}
      />
      <Check checked={pinned} onCheck={pin}>
        {entriesText.pin}
      </Check>
      <Told outcome={outcome} />
      <div class="row">
        <Button look="main" disabled={outcome.working} onPress={onEnter}>
          {entriesText.save}
        </Button>
        <Button look="quiet" onPress={onBack}>
          {commonText.cancel}
        </Button>
      </div>
    </div>
  );
}
