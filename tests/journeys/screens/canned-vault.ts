import type { VaultActions } from '../../../components/options/vault/vault-actions.ts';
import type { EntryId, EntryPage, EntryView, ImportPreview } from '../../../lib/messages/passcodes.ts';
import type { UnlockId, UnlockView, VaultView } from '../../../lib/messages/vault.ts';
import { DAY } from '../../../lib/ports/clock.ts';
import { account, NOW } from './canned.ts';

const opaque = (name: string): string => name.padEnd(22, '0');

export const passphrase: UnlockView = {
  id: opaque('passphrase') as UnlockId,
  kind: 'passphrase',
  name: '',
  createdAt: NOW - 90 * DAY,
  prf: null,
};
export const blueKey: UnlockView = {
  id: opaque('key') as UnlockId,
  kind: 'prf',
  name: 'Blue key',
  createdAt: NOW - 3 * DAY,
  prf: { credential: 'Y3JlZGVudGlhbA', salt: 'c2FsdA' },
};

export const vaultView = (part: Partial<VaultView> = {}): VaultView => ({
  state: 'open',
  unlocks: [passphrase, blueKey],
  autoLock: { minutes: 15, withScreen: true },
  count: 12,
  revision: 7,
  accounts: [account().device],
  clearsClipboard: true,
  ...part,
});

const entry = (part: Partial<EntryView>): EntryView => ({
  id: opaque(part.issuer ?? 'entry') as EntryId,
  issuer: 'Library Catalogue',
  account: 'alex',
  type: 'totp',
  pinned: false,
  device: null,
  code: '123456',
  period: 30,
  error: null,
  ...part,
});

const entries = [
  entry({ issuer: 'Campus Portal', account: 'alex@example.org', pinned: true }),
  entry({ issuer: 'countersign.example.org', device: account().device, type: 'hotp', code: null }),
  entry({ issuer: 'Old notebook', type: 'hotp', code: null, error: 'vault_damaged' }),
  entry({
    issuer: 'A site with a name so long that it fits on no line of any window, however wide',
    account: 'alex.rivera.with.a.long.address@students.mathematics.example.org',
  }),
];

/** Twelve codes; "nothing" is found in none of them. */
const page = (search: string): EntryPage => {
  const found = search === 'nothing' ? [] : entries;
  return { total: search === '' ? 12 : found.length, revision: 7, at: NOW, entries: found };
};

const bad = [
  { row: 7, error: 'otpauth_invalid' },
  { row: 412, error: 'otpauth_invalid' },
] as const;

/** So many rows; every fifth is kept already. */
export const importPreview = (count: number, part: Partial<ImportPreview> = {}): ImportPreview => ({
  format: 'aegis',
  rows: Array.from({ length: count }, (_, index) => ({
    row: index + 1,
    issuer: `Site ${index + 1}`,
    account: 'alex@example.org',
    type: 'totp',
    duplicate: index % 5 === 4,
  })),
  bad: [...bad],
  ...part,
});

const done = async () => ({ ok: true, value: {} }) as const;

/** Answers as a background would; the passphrase is never right. */
export const vaultActions: VaultActions = {
  create: done,
  unlock: async () => ({ ok: false, error: 'passphrase_wrong' }),
  lock: done,
  changePassphrase: async () => ({ ok: false, error: 'passphrase_wrong' }),
  addUnlock: done,
  removeUnlock: async () => ({ ok: false, error: 'passphrase_wrong' }),
  settings: done,
  erase: done,
  keys: {
    make: async () => ({ ok: false, error: 'ceremony_cancelled' }),
    ask: async () => ({ ok: false, error: 'unlock_unknown' }),
  },
  entries: {
    page: async ({ search }) => ({ ok: true, value: page(search) }),
    add: async () => ({ ok: false, error: 'otpauth_invalid' }),
    edit: done,
    remove: done,
  },
  imports: {
    read: async () => ({ ok: false, error: 'import_empty' }),
    preview: async () => ({ ok: true, value: importPreview(12) }),
    start: done,
    cancel: done,
    dismiss: done,
  },
  backups: {
    make: async () => ({ ok: true, value: 'countersign-backup-2026-11-20.json' }),
    open: async () => ({ ok: true, value: '{}' }),
    read: async () => ({ ok: true, value: { madeAt: NOW - DAY, count: 12 } }),
    restore: done,
    exportPlain: async () => ({ ok: false, error: 'passphrase_wrong' }),
  },
};
