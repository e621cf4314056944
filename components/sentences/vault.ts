import { codes } from './codes.ts';

/** What keeps the codes, on the options page: how it is unlocked, locked, backed up and erased. */

export const vaultText = {
  title: 'Passcodes',
  why: 'Codes for any site, made in this browser and kept encrypted on this computer. No service is needed.',
  loading: 'Looking for your passcodes…',
  close: 'Close',
  chosenPassphrase: 'New passphrase',
  repeated: 'Repeat the passphrase',
  passphraseHint: 'At least 10 characters. A few words in a row are easy to type and hard to guess.',
  differs: 'The two passphrases are not the same. Type them again.',
} as const;

export const setUpVaultText = {
  title: 'Set up your passcodes',
  why: 'Choose what unlocks them. Everything is encrypted with it before it is stored.',
  passphrase: 'With a passphrase',
  passphraseWhy: 'Works in every browser.',
  key: 'With a key or this computer',
  keyWhy: 'A security key, or this computer’s fingerprint, face or PIN.',
  noKey: 'This browser cannot unlock passcodes with a key. Use a passphrase.',
  restore: 'From a backup',
  restoreWhy: 'A file that you saved from Countersign, and its passphrase.',
  lost: 'Nobody can bring back a forgotten passphrase: not we, not your help desk. Without it the codes here are lost. Make a backup once you have added some.',
  keyLost:
    'Without this key nobody can unlock your codes: not we, not your help desk. Add a passphrase or a second key afterwards, and make a backup.',
  act: 'Set up',
  done: 'Your passcodes are set up. Add your first code below.',
} as const;

export const lockedText = {
  state: 'Locked',
  open: 'Unlocked',
  count: codes,
  lock: 'Lock now',
  forgotten: 'Cannot unlock?',
  forgottenWhy:
    'Nobody can bring back a forgotten passphrase or a lost key. Erase everything; then restore your backup, if you have one, or set up anew.',
  damaged:
    'Your passcodes cannot be unlocked: what is stored of them is damaged. Erase everything; then restore your backup, if you have one, or set up anew.',
} as const;

export const waysText = {
  title: 'Ways to unlock',
  why: 'Each of them unlocks your codes by itself.',
  passphrase: 'Passphrase',
  key: 'Key or this computer',
  since: (day: string): string => `Since ${day}`,
  change: 'Change the passphrase',
  current: 'Current passphrase',
  changed: 'Changed. The old passphrase no longer works.',
  changeAct: 'Change',
  addPassphrase: 'Add a passphrase',
  addKey: 'Add a key or this computer',
  added: 'Added. It unlocks your codes from now on.',
  prove: 'First prove that it is you: unlock once more.',
  keyName: 'A name for it',
  keyNameHint: 'For you alone, so that you know it again in this list.',
  keyNameNow: 'Security key',
  keyAsk:
    'Your browser asks for the key, some keys twice. Touch it, or answer with fingerprint, face or PIN.',
  keyAct: 'Ask for the key',
  remove: 'Remove',
  removeLabel: (name: string): string => `Remove ${name}`,
  removeAsk: (name: string): string =>
    `Remove “${name}”? It will no longer unlock your codes. Unlock once more to go on.`,
  removeAct: 'Unlock and remove',
  removed: 'Removed. It no longer unlocks your codes.',
  last: 'The last way cannot be removed. Add another one first.',
} as const;

export const lockingText = {
  title: 'Locking',
  why: 'Your codes always lock when the browser closes.',
  after: 'Lock when not used for',
  minutes: (minutes: number | null): string => {
    if (minutes === null) return 'Only when the browser closes';
    if (minutes === 60) return '1 hour';
    return minutes === 1 ? '1 minute' : `${minutes} minutes`;
  },
  withScreen: 'Also lock when the screen is locked',
  withScreenWhy: 'Firefox does not tell when that is: there only the minutes count.',
  clipboard: 'Clear the clipboard 30 seconds after a code was copied',
  clipboardWhy:
    'It is cleared whatever is in it by then, also something else that you copied meanwhile: Countersign cannot look into it.',
  saved: 'Saved.',
} as const;

export const backupText = {
  title: 'Backup',
  why: 'One encrypted file with all your codes, to keep somewhere safe. Codes of paired accounts belong to this browser and are not in it.',
  make: 'Make a backup',
  makeWhy:
    'This passphrase opens the backup. It may differ from the one that unlocks your codes here, and nobody can bring it back either.',
  act: 'Save the backup',
  made: (name: string): string => `Saved as ${name} where your browser keeps downloads.`,
  restore: 'Restore a backup',
  restoreWhy: 'You see what is in it before anything is replaced.',
  file: 'Backup file',
  passphrase: 'Passphrase of the backup',
  look: 'Show what is in it',
  found: (count: number, when: string): string => `Made on ${when}, with ${codes(count)}.`,
  replaces: (count: number): string =>
    count === 0
      ? 'Nothing is replaced: there are no codes here.'
      : count === 1
        ? 'Replaces the 1 code that is here.'
        : `Replaces the ${codes(count)} that are here.`,
  becomes: 'Its passphrase will unlock your codes here.',
  restoreAct: 'Restore',
  restored: 'Restored.',
} as const;

export const exportText = {
  title: 'Export without protection',
  why: 'For moving to another app. The file holds every secret in plain text.',
  act: 'Export…',
  warn: 'Whoever gets this file can make all your codes, for ever. Save it only where nobody else can look, and delete it as soon as the other app has it. For a copy to keep, make a backup instead.',
  save: 'Unlock and save',
  saved: (name: string): string => `Saved as ${name}. Delete it as soon as you have used it.`,
} as const;

export const eraseText = {
  title: 'Erase everything',
  why: 'Deletes all codes and ways to unlock from this browser. Only a backup brings them back.',
  act: 'Erase…',
  word: 'erase',
  ask: (count: number | null): string =>
    `${count === null || count === 0 ? 'Everything here' : codes(count)} will be gone for good, and sites that ask for them may no longer let you in.`,
  type: 'Type “erase” to confirm',
  go: 'Erase everything',
  done: 'Everything was erased.',
} as const;
