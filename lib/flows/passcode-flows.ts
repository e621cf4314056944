import type { NewEntry } from '../messages/passcodes.ts';
import { type OtpEntry, readEntry, readOtpauth } from '../otp/otp.ts';
import type { DeviceId } from '../protocol/ids.ts';
import type { Vault } from '../vault/vault.ts';
import { copyPasscode } from './copy-passcode.ts';
import { fillPasscode } from './fill-passcode.ts';
import { createImports } from './import-passcodes.ts';
import { lockVault } from './lock-vault.ts';
import { beginPrinting, makePrinted, showPrinted } from './printed-codes.ts';
import type { Rooms } from './rooms.ts';
import { createVault, restoreBackup, unlockVault } from './unlock-vault.ts';

/** What a person can do with passcodes. Secrets go in; nothing here answers with one. */
export function passcodeFlows(rooms: Rooms) {
  const { vault, ports } = rooms;
  const imports = createImports(rooms);

  /** Our pages show it; how an earlier import ended says nothing of it. */
  async function changed<Value>(job: Promise<Value>): Promise<Value> {
    const value = await job;
    await imports.dismiss();
    ports.broadcast.changed();
    return value;
  }

  /** The person did it, from which the time to the automatic lock counts. */
  async function used<Value>(job: Promise<Value>): Promise<Value> {
    const value = await changed(job);
    await vault.touch();
    return value;
  }

  return {
    showVault: () => vault.view(),
    createVault: (unlock: Parameters<Vault['create']>[0]) => createVault(rooms, unlock),
    unlockVault: (secret: Parameters<Vault['unlock']>[0]) => unlockVault(rooms, secret),
    lockVault: () => lockVault(rooms),
    changePassphrase: (change: Parameters<Vault['changePassphrase']>[0]) =>
      used(vault.changePassphrase(change)),
    addUnlock: (...way: Parameters<Vault['addUnlock']>) => used(vault.addUnlock(...way)),
    removeUnlock: (...way: Parameters<Vault['removeUnlock']>) => used(vault.removeUnlock(...way)),
    changeVaultSettings: (settings: Parameters<Vault['settings']>[0]) => used(vault.settings(settings)),
    eraseVault: () => changed(vault.erase()),

    makeBackup: (...copy: Parameters<Vault['makeBackup']>) => used(vault.makeBackup(...copy)),
    readBackup: (file: string, passphrase: string) => vault.readBackup(file, passphrase),
    restoreBackup: (backup: { file: string; passphrase: string }) => changed(restoreBackup(rooms, backup)),

    showPasscodes: (request: Parameters<Vault['page']>[0]) => vault.page(request),
    nextPasscode: (id: Parameters<Vault['next']>[0]) => used(vault.next(id)),
    copyPasscode: () => copyPasscode(rooms),
    addPasscode: async (entry: NewEntry) => used(vault.add(readTyped(entry))),
    editPasscode: (change: Parameters<Vault['edit']>[0]) => used(vault.edit(change)),
    removePasscode: (id: Parameters<Vault['remove']>[0]) => used(vault.remove(id)),
    fillPasscode: (where: { device: DeviceId; tab: number }) => fillPasscode(rooms, where),

    imports,

    showPrinted: (device: DeviceId) => showPrinted(rooms, device),
    beginPrinting: (device: DeviceId) => beginPrinting(rooms, device),
    makePrinted: (device: DeviceId) => makePrinted(rooms, device),
  };
}

/** A whole link in the place of its secret says everything, but for names that the person likes better. */
function readTyped(entry: NewEntry): OtpEntry {
  if (!/^\s*otpauth:/i.test(entry.secret)) return readEntry(entry);
  const linked = readOtpauth(entry.secret);
  return { ...linked, issuer: entry.issuer || linked.issuer, account: entry.account || linked.account };
}
