import type { BackupActions } from '../../components/options/vault/vault-actions.ts';
import type { Result } from '../../lib/messages/contract.ts';
import { send } from '../../lib/messages/messages.ts';
import type { Tell } from '../../lib/messages/tell.ts';
import type { UnlockSecret } from '../../lib/messages/vault.ts';
import { Refusal } from '../../lib/protocol/errors.ts';
import { readBackupFile } from './read-files.ts';
import { saveFile } from './save-file.ts';

export const backupActions = (tell: Tell): BackupActions => ({
  async make(secret, passphrase) {
    const reply = await send('backup.make', { secret, passphrase });
    if (!reply.ok) return reply;
    const { file: text } = reply.value;
    return { ok: true, value: saveFile({ name: 'countersign-backup', ending: 'json', text }) };
  },
  open: readBackupFile,
  read: (backup) => send('backup.read', backup),
  restore: (backup) => tell('backup.restore', backup),
  exportPlain,
});

/** Opened and written in this page, since no message may carry a secret. */
async function exportPlain(secret: UnlockSecret): Promise<Result<string>> {
  try {
    const vault = await import('./export-codes.ts');
    const text = await vault.exportPlain(secret);
    return { ok: true, value: saveFile({ name: 'countersign-codes', ending: 'txt', text }) };
  } catch (error) {
    return { ok: false, error: error instanceof Refusal ? error.code : 'internal' };
  }
}
