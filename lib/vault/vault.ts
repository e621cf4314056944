import type { EntryId, EntryPage } from '../messages/passcodes.ts';
import type { BackupPreview, NewUnlock, UnlockId, UnlockSecret, VaultView } from '../messages/vault.ts';
import type { OtpEntry } from '../otp/otp.ts';
import type { DeviceId } from '../protocol/ids.ts';
import { type AccountSecret, accountCode, dropAccount, keepAccountSecret } from './accounts.ts';
import { makeBackup, readBackup, restore } from './backup.ts';
import { type Adding, addAll, duplicates, type Edit, edit, remove } from './entries.ts';
import { untilSettled } from './header.ts';
import { nextCode } from './next-code.ts';
import { type PageRequest, readPage } from './page.ts';
import { createRoom, type VaultPorts } from './room.ts';
import type { Cost } from './stretch.ts';
import * as unlocking from './unlocking.ts';
import { readView } from './view.ts';

export type { AccountSecret } from './accounts.ts';
export { exportPlain } from './export-plain.ts';
export type { Cost } from './stretch.ts';

/**
 * The one room that holds secrets: they go in, codes come out. Each method that changes something is one IndexedDB
 * transaction, on the disk when the promise resolves, and changes nothing when it rejects.
 * All but `view`, `create`, `unlock`, `lock`, `mayBeOpen`, `erase`, `readBackup`, `dropAccount`, `touch` and
 * `lockIfDue` may be refused with `vault_none` and, where no secret is passed, with `vault_locked`; those that write
 * with `vault_full` and `vault_changed`.
 */
export interface Vault {
  /** @throws Refusal vault_damaged: what says how to open it is broken; only `erase` helps */
  view(): Promise<VaultView>;
  /** Leaves it open, unless it is locked meanwhile. @throws Refusal vault_exists | passphrase_short | unlock_unsupported */
  create(unlock: NewUnlock): Promise<void>;
  /** @throws Refusal passphrase_wrong | unlock_unknown | vault_damaged | vault_locked: it was locked meanwhile */
  unlock(secret: UnlockSecret): Promise<void>;
  lock(): Promise<void>;
  /** False: it is locked for certain, which costs a look into the session and none into the database. */
  mayBeOpen(): Promise<boolean>;
  /** Says that a person uses it now, from which the minutes to the automatic lock count. */
  touch(): Promise<void>;
  /** Locks when its time has come. Answers whether it locked. */
  lockIfDue(): Promise<boolean>;

  /** Works while locked. @throws Refusal passphrase_wrong | passphrase_short | unlock_unknown (there is none) */
  changePassphrase(change: { current: string; next: string }): Promise<void>;
  /** Works while locked. @throws as `unlock` and `create`; vault_changed: there is such a way already */
  addUnlock(secret: UnlockSecret, unlock: NewUnlock): Promise<void>;
  /** Works while locked. @throws as `unlock`; Refusal unlock_last */
  removeUnlock(secret: UnlockSecret, id: UnlockId): Promise<void>;
  settings(settings: unlocking.Settings): Promise<void>;
  erase(): Promise<void>;

  /** Does not count as use: an open page asks by itself. */
  page(request: PageRequest): Promise<EntryPage>;
  /** A counter-based entry's next code. @throws Refusal code_unknown | vault_damaged */
  next(id: EntryId): Promise<string>;
  add(entry: OtpEntry): Promise<EntryId>;
  /** @throws Refusal code_unknown (also for an account's own) | vault_damaged */
  edit(change: Edit): Promise<void>;
  /** @throws Refusal code_unknown (also for an account's own) */
  remove(id: EntryId): Promise<void>;
  /** For each: whether it is kept already, or stands earlier in this list. */
  duplicates(entries: readonly OtpEntry[]): Promise<boolean[]>;
  /** All or none. @throws the signal's reason, with nothing added */
  addAll(entries: readonly OtpEntry[], options?: Adding): Promise<void>;

  /**
   * The file's text; see BACKUP-FORMAT.md. It is a copy of every secret, so it takes a way to unlock, and works while
   * locked. @throws as `unlock`; Refusal passphrase_short
   */
  makeBackup(secret: UnlockSecret, passphrase: string): Promise<string>;
  /** Works without a vault. @throws Refusal backup_invalid | passphrase_wrong */
  readBackup(file: string, passphrase: string): Promise<BackupPreview>;
  /** In the place of what is kept; where there is nothing, a vault with this passphrase. @throws as `readBackup` */
  restore(file: string, passphrase: string): Promise<void>;

  /** Repeatable: the same secret again keeps the higher counter. */
  keepAccountSecret(account: AccountSecret): Promise<void>;
  /** The account's next code. @throws Refusal passcode_not_ready | vault_damaged */
  accountCode(device: DeviceId): Promise<string>;
  /** Works while locked, and when there is nothing to drop. */
  dropAccount(device: DeviceId): Promise<void>;
}

export function createVault(ports: VaultPorts, { cost }: { cost?: Cost } = {}): Vault {
  const room = createRoom(ports, cost);
  const { seat, list } = room;
  const lock = async () => {
    await seat.lock();
    list.forget();
  };
  const isOpen = async () => {
    const header = await room.header();
    return (await seat.held(header.id, header.autoLock)) !== null;
  };

  return {
    view: () => readView(room),
    create: (unlock) => unlocking.create(room, unlock),
    unlock: (secret) => unlocking.unlock(room, secret),
    lock,
    mayBeOpen: seat.isTaken,
    async touch() {
      if (await isOpen()) await seat.touch();
    },
    async lockIfDue() {
      if (!(await seat.isTaken()) || (await isOpen().catch(() => false))) return false;
      // Not a locking by anybody: whoever is just unlocking gets in.
      await seat.drop();
      list.forget();
      return true;
    },
    changePassphrase: (change) => unlocking.changePassphrase(room, change),
    addUnlock: (secret, unlock) => unlocking.addUnlock(room, { secret, unlock }),
    removeUnlock: (secret, id) => unlocking.removeUnlock(room, { secret, id }),
    settings: (settings) => untilSettled(() => unlocking.saveSettings(room, settings)),
    async erase() {
      await unlocking.erase(room);
      await lock();
    },
    page: (request) => untilSettled(() => readPage(room, request)),
    next: (id) => untilSettled(async () => nextCode(room, await room.open(), id)),
    async add(entry) {
      const [id] = await untilSettled(() => addAll(room, [entry]));
      return id as EntryId;
    },
    edit: (change) => untilSettled(() => edit(room, change)),
    remove: (id) => untilSettled(() => remove(room, id)),
    duplicates: (entries) => untilSettled(() => duplicates(room, entries)),
    async addAll(entries, options) {
      await addAll(room, entries, options);
    },
    makeBackup: (secret, passphrase) => untilSettled(() => makeBackup(room, { secret, passphrase })),
    readBackup,
    restore: (file, passphrase) => restore(room, file, passphrase),
    keepAccountSecret: (account) => untilSettled(() => keepAccountSecret(room, account)),
    accountCode: (device) => untilSettled(() => accountCode(room, device)),
    dropAccount: (device) => dropAccount(room, device),
  };
}
