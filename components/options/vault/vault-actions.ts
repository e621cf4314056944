import type { Reply, Request, Result } from '../../../lib/messages/contract.ts';
import type { EntryId, NewEntry } from '../../../lib/messages/passcodes.ts';
import type { NewUnlock, UnlockId, UnlockSecret } from '../../../lib/messages/vault.ts';

/** What can be done with the passcodes kept here. Each answers when the page has been read again. */
export interface VaultActions {
  create(unlock: NewUnlock): Promise<Reply<'vault.create'>>;
  unlock(secret: UnlockSecret): Promise<Reply<'vault.unlock'>>;
  lock(): Promise<Reply<'vault.lock'>>;
  changePassphrase(change: Request<'vault.changePassphrase'>): Promise<Reply<'vault.changePassphrase'>>;
  addUnlock(secret: UnlockSecret, unlock: NewUnlock): Promise<Reply<'vault.addUnlock'>>;
  removeUnlock(secret: UnlockSecret, id: UnlockId): Promise<Reply<'vault.removeUnlock'>>;
  settings(settings: Request<'vault.settings'>): Promise<Reply<'vault.settings'>>;
  erase(): Promise<Reply<'vault.erase'>>;
  keys: UnlockKeyActions;
  entries: EntryActions;
  imports: ImportActions;
  backups: BackupActions;
}

/** Keys that unlock: the browser's dialog. */
export interface UnlockKeyActions {
  make(name: string): Promise<Result<NewUnlock>>;
  ask(): Promise<Result<UnlockSecret>>;
}

export interface EntryActions {
  page(part: Request<'passcodes.page'>): Promise<Reply<'passcodes.page'>>;
  add(entry: NewEntry): Promise<Reply<'passcodes.add'>>;
  edit(change: Request<'passcodes.edit'>): Promise<Reply<'passcodes.edit'>>;
  remove(id: EntryId): Promise<Reply<'passcodes.remove'>>;
}

export interface ImportActions {
  /** The text in these files, that of the square codes in pictures included. */
  read(files: readonly File[]): Promise<Result<string>>;
  preview(text: string): Promise<Reply<'import.preview'>>;
  start(text: string): Promise<Reply<'import.start'>>;
  cancel(): Promise<Reply<'import.cancel'>>;
  dismiss(): Promise<Reply<'import.dismiss'>>;
}

export interface BackupActions {
  /** Saves the file; answers its name. */
  make(secret: UnlockSecret, passphrase: string): Promise<Result<string>>;
  /** The text of the chosen file. */
  open(file: File): Promise<Result<string>>;
  read(backup: Request<'backup.read'>): Promise<Reply<'backup.read'>>;
  restore(backup: Request<'backup.restore'>): Promise<Reply<'backup.restore'>>;
  /** Saves every secret unprotected; answers the file's name. No secret comes into any view. */
  exportPlain(secret: UnlockSecret): Promise<Result<string>>;
}
