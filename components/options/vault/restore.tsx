import { useRef, useState } from 'preact/hooks';
import type { Result } from '../../../lib/messages/contract.ts';
import type { BackupPreview } from '../../../lib/messages/vault.ts';
import { Field } from '../../field.tsx';
import { Form } from '../../forms/form.tsx';
import { useOutcome } from '../../forms/use-outcome.ts';
import { backupText } from '../../sentences.ts';
import { useFocusWith } from '../../use-focus-with.ts';
import { FoundBackup } from './found-backup.tsx';
import { SecretField } from './secret-field.tsx';
import { take } from './take.ts';
import type { BackupActions } from './vault-actions.ts';

export interface RestoreProps {
  /** How many codes are here now. */
  count: number;
  /** Nothing was set up here before. */
  isFirst: boolean;
  actions: BackupActions;
  onBack: () => void;
  onRestored: () => void;
}

const NO_FILE: Result<string> = { ok: false, error: 'backup_invalid' };

/** Looks into a backup, and puts it in the place of what is here only then. */
export function Restore({ count, isFirst, actions, onBack, onRestored }: RestoreProps) {
  const file = useRef<HTMLInputElement>(null);
  const passphrase = useRef<HTMLInputElement>(null);
  /** What was looked into is what is restored. Given up with this form. */
  const looked = useRef<{ file: string; passphrase: string } | null>(null);
  const [isChosen, choose] = useState(false);
  const [found, find] = useState<BackupPreview | null>(null);
  const place = useFocusWith(found);
  const { outcome, run } = useOutcome();

  async function look(): Promise<Result<unknown>> {
    const [chosen] = file.current?.files ?? [];
    const opened = await (chosen ? actions.open(chosen) : NO_FILE);
    if (!opened.ok) return opened;
    const backup = { file: opened.value, passphrase: take(passphrase) };
    const reply = await actions.read(backup);
    if (!reply.ok) return reply;
    looked.current = backup;
    find(reply.value);
    return reply;
  }

  async function restore(): Promise<void> {
    if (looked.current === null) return;
    const reply = await run(actions.restore(looked.current));
    if (reply.ok) onRestored();
  }

  return (
    <div ref={place}>
      {found === null ? (
        <Form
          act={backupText.look}
          disabled={!isChosen}
          outcome={outcome}
          onAct={() => void run(look())}
          onBack={onBack}
        >
          <p class="small muted">{backupText.restoreWhy}</p>
          <Field label={backupText.file}>
            {(control) => (
              <input
                {...control}
                ref={file}
                type="file"
                accept="application/json,.json"
                onChange={(event) => choose(event.currentTarget.value !== '')}
              />
            )}
          </Field>
          <SecretField label={backupText.passphrase} kind="current-password" field={passphrase} />
        </Form>
      ) : (
        <Form
          act={backupText.restoreAct}
          look={count === 0 ? 'main' : 'danger'}
          outcome={outcome}
          onAct={() => void restore()}
          onBack={onBack}
        >
          <FoundBackup found={found} count={count} isFirst={isFirst} />
        </Form>
      )}
    </div>
  );
}
