/** Passcodes on the options page. */

const codes = (count: number): string => (count === 1 ? '1 code' : `${count.toLocaleString()} codes`);

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

export const entriesText = {
  title: 'Your codes',
  why: 'The toolbar button shows the codes themselves.',
  none: 'No codes yet. Add your first one below.',
  noneFound: 'No code matches your search.',
  search: 'Search',
  found: (count: number): string => `${codes(count)} found`,
  range: (first: number, last: number, total: number): string =>
    `${first.toLocaleString()} to ${last.toLocaleString()} of ${total.toLocaleString()}`,
  earlier: 'Previous',
  later: 'Next',
  unnamed: 'Unnamed',
  pinned: 'Pinned',
  ofAccount: 'Of a paired account',
  ofAccountWhy: 'It goes when you unpair that account.',
  kinds: { totp: 'Time-based', hotp: 'Counter-based' },
  edit: 'Edit',
  editLabel: (name: string): string => `Edit ${name}`,
  remove: 'Remove',
  removeLabel: (name: string): string => `Remove ${name}`,
  removeAsk: (name: string): string =>
    `Remove ${name}? Its codes cannot be made here any more. Make sure that you can sign in there without them.`,
  removeYes: 'Yes, remove',
  removed: 'Removed.',
  issuer: 'Site or app',
  account: 'Account',
  pin: 'Pin: keep it on top',
  save: 'Save',
  saved: 'Saved.',
} as const;

export const addText = {
  title: 'Add codes',
  why: 'A code shown on a page as a square? Open that page, then press the toolbar button and scan it there.',
  byHand: 'By hand',
  from: 'From a file, text or picture',
  secret: 'Secret',
  secretHint:
    'The letters and digits that the site shows beside its square code, or its whole otpauth link. Spaces do not matter.',
  advanced: 'Advanced',
  type: 'Kind',
  algorithm: 'Algorithm',
  algorithms: { SHA1: 'SHA-1 (usual)', SHA256: 'SHA-256', SHA512: 'SHA-512' },
  digits: 'Digits',
  period: 'Seconds per code',
  counter: 'Next counter',
  act: 'Add',
  added: 'Added.',
} as const;

export const importText = {
  paste: 'Paste here',
  pasteHint:
    'Text that another app exported, a link that begins with otpauth, or a picture of a square code.',
  file: 'Or choose files',
  fileHint:
    'Text, JSON or pictures of square codes. Read are: lists of otpauth links, exports of several codes in one square, Aegis without a password, and the Authenticator extension.',
  look: 'Preview',
  reading: 'Reading…',
  title: 'Nothing has been added yet',
  formats: {
    otpauth: 'A list of otpauth links',
    migration: 'An export of several codes in squares',
    aegis: 'An export of Aegis',
    authenticator: 'An export of the Authenticator extension',
  },
  fresh: (count: number): string =>
    count === 0 ? 'Nothing in it can be added.' : `${codes(count)} can be added.`,
  duplicates: (count: number): string =>
    count === 1
      ? '1 duplicate (here already, or twice in it) is left out.'
      : `${count.toLocaleString()} duplicates (here already, or twice in it) are left out.`,
  bad: (count: number): string =>
    count === 1
      ? '1 row cannot be read and is left out:'
      : `${count.toLocaleString()} rows cannot be read and are left out:`,
  badRow: (row: number, why: string): string => `Row ${row.toLocaleString()}: ${why}`,
  table: 'What was found',
  badTable: 'Rows that cannot be read',
  columns: { row: 'Row', code: 'Code' },
  duplicate: 'Duplicate',
  more: (count: number): string => `And ${count.toLocaleString()} more.`,
  act: (count: number): string => (count === 0 ? 'Nothing to add' : `Add ${codes(count)}`),
  working: 'Adding your codes',
  progress: (done: number, total: number): string =>
    `${done.toLocaleString()} of ${total.toLocaleString()} made ready. All are added at the end, at once.`,
  heard: (percent: number): string => `${percent} percent`,
  stop: 'Stop, add nothing',
  done: (count: number): string => `Added: ${codes(count)}.`,
  cancelled: 'Stopped. Nothing was added.',
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

export const printedText = {
  title: 'Printed codes',
  why: 'Ten codes on paper, each good for one sign-in, for the day when nothing else is at hand.',
  unpaired: 'Pair this browser first. Then you can make codes here.',
  loading: 'Asking the service…',
  none: 'You have no printed codes.',
  off: 'Codes are switched off at this service. Ask your help desk for another way to sign in.',
  left: (left: number): string => (left === 1 ? '1 code is left.' : `${left} codes are left.`),
  since: (day: string): string => `Made on ${day}.`,
  make: 'Make new codes',
  makeWhy: 'A tab opens in which you prove that it is you. The codes made before stop working.',
  show: 'Show my codes',
  showWhy: 'They are shown once, now. Have a printer or a pen ready.',
  once: 'Print or write them down now: they cannot be shown again. Codes made earlier no longer work.',
  print: 'Print',
  done: 'I have them',
  sheet: (account: string): string => `Sign-in codes of ${account}`,
  at: (service: string): string => `For ${service}`,
  madeOn: (when: string): string => `Made on ${when}`,
  how: 'When a sign-in asks for a code, type one of these. Each works once; cross it out then. Keep this paper where nobody else can see it.',
} as const;
