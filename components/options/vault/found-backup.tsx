import type { BackupPreview } from '../../../lib/messages/vault.ts';
import { moment } from '../../format.ts';
import { Note } from '../../note.tsx';
import { backupText } from '../../sentences.ts';

/** What a backup holds, and what it would replace. */
export function FoundBackup(props: { found: BackupPreview; count: number; isFirst: boolean }) {
  const { found, count, isFirst } = props;
  return (
    <div tabIndex={-1}>
      <Note tone={count === 0 ? 'plain' : 'warn'}>
        <strong>{backupText.found(found.count, moment(found.madeAt))}</strong>
        <span>{backupText.replaces(count)}</span>
        {isFirst && <span>{backupText.becomes}</span>}
      </Note>
    </div>
  );
}
