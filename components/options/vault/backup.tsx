import { useState } from 'preact/hooks';
import { Button } from '../../button.tsx';
import { Note } from '../../note.tsx';
import { backupText } from '../../sentences.ts';
import { Part } from '../part.tsx';
import { Told } from '../told.tsx';
import { useOutcome } from '../use-outcome.ts';
import { NewPassphrase } from './new-passphrase.tsx';
import { Restore } from './restore.tsx';
import type { BackupActions } from './vault-actions.ts';

/** The encrypted file, out and in. */
export function Backup({ count, actions }: { count: number; actions: BackupActions }) {
  const [mode, enter] = useState<'rest' | 'make' | 'restore'>('rest');
  const { outcome, say } = useOutcome();

  const begin = (next: 'make' | 'restore'): void => {
    say('');
    enter(next);
  };
  const make = async (passphrase: string) => {
    const reply = await actions.make(passphrase);
    if (reply.ok) {
      say(backupText.made(reply.value));
      enter('rest');
    }
    return reply;
  };
  const restored = (): void => {
    say(backupText.restored);
    enter('rest');
  };

  return (
    <Part name={backupText.title} why={backupText.why}>
      {mode === 'rest' && <Told outcome={outcome} />}
      {mode === 'rest' && (
        <div class="row wraps">
          <Button onPress={() => begin('make')}>{backupText.make}</Button>
          <Button onPress={() => begin('restore')}>{backupText.restore}</Button>
        </div>
      )}
      {mode === 'make' && (
        <NewPassphrase act={backupText.act} onPassphrase={make} onBack={() => enter('rest')}>
          <Note>{backupText.makeWhy}</Note>
        </NewPassphrase>
      )}
      {mode === 'restore' && (
        <Restore
          count={count}
          isFirst={false}
          actions={actions}
          onBack={() => enter('rest')}
          onRestored={restored}
        />
      )}
    </Part>
  );
}
