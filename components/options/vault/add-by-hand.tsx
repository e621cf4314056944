import { useRef, useState } from 'preact/hooks';
import type { Result } from '../../../lib/messages/contract.ts';
import type { NewEntry } from '../../../lib/messages/passcodes.ts';
import { Form } from '../../forms/form.tsx';
import { TextField } from '../../forms/text-field.tsx';
import { useOutcome } from '../../forms/use-outcome.ts';
import { addText, entriesText } from '../../sentences.ts';
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
    const names = { issuer: issuer.trim(), account: account.trim() };
    const reply = await run(onAdd({ ...names, ...details, secret: take(secret) }));
    if (reply.ok) onAdded();
    else secret.current?.focus();
  };
  return (
    <Form act={addText.act} outcome={outcome} onAct={() => void add()} onBack={onBack}>
      <TextField label={entriesText.issuer} value={issuer} onText={setIssuer} />
      <TextField label={entriesText.account} value={account} onText={setAccount} />
      <SecretText field={secret} />
      <EntryDetails details={details} onDetails={detail} />
    </Form>
  );
}
