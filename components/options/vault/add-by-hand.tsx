import { useRef, useState } from 'preact/hooks';
import type { Result } from '../../../lib/messages/contract.ts';
import type { NewEntry } from '../../../lib/messages/passcodes.ts';
import { Button } from '../../button.tsx';
import { addText, commonText, entriesText } from '../../sentences.ts';
import { TextField } from '../text-field.tsx';
import { Told } from '../told.tsx';
import { useOutcome } from '../use-outcome.ts';
import { type AdvancedEntry, EntryDetails, usualEntry } from './entry-details.tsx';
import { SecretText } from './secret-text.tsx';
import { take } from './take.ts';

export interface AddByHandProps {
  onAdd: (entry: NewEntry) => Promise<Result<unknown>>;
  onAdded: () => void;
  onBack: () => void;
}

/** A code from what a site shows in letters. */
export function AddByHand({ onAdd, onAdded, onBack }: AddByHandProps) {
  const [issuer, setIssuer] = useState('');
  const [account, setAccount] = useState('');
  const [details, detail] = useState<AdvancedEntry>(usualEntry);
  const secret = useRef<HTMLInputElement>(null);
  const { outcome, run } = useOutcome();

  const add = async (): Promise<void> => {
    if (outcome.working) return;
    const names = { issuer: issuer.trim(), account: account.trim() };
    const reply = await run(onAdd({ ...names, ...details, secret: take(secret) }));
    if (reply.ok) onAdded();
    else secret.current?.focus();
  };
  const onEnter = () => void add();
  return (
    <div class="stack-tight form">
      <TextField
        id="new-issuer"
        label={entriesText.issuer}
        value={issuer}
        focus
        onText={setIssuer}
        onEnter={onEnter}
      />
      <TextField
        id="new-account"
        label={entriesText.account}
        value={account}
        onText={setAccount}
        onEnter={onEnter}
      />
      <SecretText field={secret} onEnter={onEnter} />
      <EntryDetails details={details} onDetails={detail} />
      <Told outcome={outcome} />
      <div class="row">
        <Button look="main" disabled={outcome.working} onPress={onEnter}>
          {addText.act}
        </Button>
        <Button look="quiet" onPress={onBack}>
          {commonText.cancel}
        </Button>
      </div>
    </div>
  );
}
