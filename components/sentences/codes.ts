/** The codes that are kept, on the options page: the list, and how new ones come in. */

export const codes = (count: number): string => (count === 1 ? '1 code' : `${count.toLocaleString()} codes`);

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
