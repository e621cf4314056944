import { useRef } from 'preact/hooks';
import type { Request, Result } from '../../../lib/messages/contract.ts';
import { waysText } from '../../sentences.ts';
import { NewPassphrase } from './new-passphrase.tsx';
import { SecretField } from './secret-field.tsx';
import { take } from './take.ts';

export interface ChangePassphraseProps {
  onChange: (change: Request<'vault.changePassphrase'>) => Promise<Result<unknown>>;
  onChanged: () => void;
  onBack: () => void;
}

/** The old passphrase, and the new one twice. */
export function ChangePassphrase({ onChange, onChanged, onBack }: ChangePassphraseProps) {
  const current = useRef<HTMLInputElement>(null);
  const change = async (next: string) => {
    const reply = await onChange({ current: take(current), next });
    if (reply.ok) onChanged();
    else current.current?.focus();
    return reply;
  };
  return (
    <NewPassphrase act={waysText.changeAct} onPassphrase={change} onBack={onBack}>
      <SecretField label={waysText.current} kind="current-password" field={current} />
    </NewPassphrase>
  );
}
