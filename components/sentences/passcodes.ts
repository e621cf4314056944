/** Opening the kept passcodes, in the popup and in the options. */
export const unlockText = {
  passphrase: 'Passphrase',
  unlock: 'Unlock',
  working: 'Unlocking…',
  key: 'Use a key or this computer',
} as const;

/** The popup's list of codes. */
export const codesText = {
  title: 'Passcodes',
  none: 'Keep your one-time codes here, encrypted, for any site.',
  setUp: 'Set up passcodes',
  locked: 'Unlock to see your codes.',
  lock: 'Lock passcodes',
  empty: 'No codes yet. Show the square code of a site in this tab, or add a code in the options.',
  noneFound: (search: string): string => `No code matches “${search}”.`,
  search: 'Search passcodes',
  found: (count: number): string => (count === 1 ? '1 code' : `${count} codes`),
  unnamed: 'Unnamed',
  copy: 'Copy',
  next: 'Next',
  nextOf: (name: string): string => `Next code of ${name}`,
  pin: (name: string): string => `Keep ${name} on top`,
  copied: (cleared: boolean): string => (cleared ? 'Copied; cleared in 30 seconds' : 'Copied'),
} as const;

/** The prompt in the tab in front waits for a code. */
export const askedText = {
  title: 'This page asks for a code',
  why: 'Countersign can type it there for you.',
  fill: 'Fill in the code',
  fillOf: (username: string): string => `Fill in the code of ${username}`,
  unlock: 'Unlock to fill in the code',
  notReady: 'The code of this browser comes as soon as the service can be reached.',
} as const;

/** Codes read from a square code in the tab in front. */
export const addText = {
  fromPage: 'Add from this page',
  looking: 'Looking at the page…',
  unreadable: 'This page cannot be seen. Go to the page, then click the Countersign button in your toolbar.',
  noCode: 'No square code was found. Scroll until it is fully visible, then try again.',
  otherCode: 'The square code on this page holds no passcode.',
  ask: (count: number): string => (count === 1 ? 'Add this code?' : `Add these ${count} codes?`),
  nothingNew: 'Nothing new on this page',
  duplicate: 'Kept already',
  row: (row: number): string => `Number ${row}`,
  add: 'Add',
  adding: 'Adding…',
  added: 'Added.',
} as const;
