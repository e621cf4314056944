import * as v from 'valibot';
import { DeviceId } from '../protocol/ids.ts';
import { IMPORT_LIMIT } from './import-limit.ts';
import { nothing, result } from './result.ts';

/**
 * What our own pages and the background say to each other about the vault: how it is opened, how it is copied into a
 * file, and how it comes back from there. Secrets only go in, as with the codes themselves.
 */

/** 22 characters of base64url, made by the vault. */
export const UnlockId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/), v.brand('UnlockId'));
export type UnlockId = v.InferOutput<typeof UnlockId>;

const Passphrase = v.pipe(v.string(), v.maxLength(1_024));
const base64url = (longest: number) => v.pipe(v.string(), v.maxLength(longest), v.regex(/^[A-Za-z0-9_-]+$/));

/** How long the vault stays open. */
export const AutoLock = v.object({
  /** Minutes without use; null: until the browser closes. */
  minutes: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_440))),
  /** Also when the screen is locked. */
  withScreen: v.boolean(),
});
export type AutoLock = v.InferOutput<typeof AutoLock>;

/** A way to unlock, as the options list it. Times in milliseconds since the Unix epoch. */
export const UnlockView = v.object({
  id: UnlockId,
  kind: v.picklist(['passphrase', 'prf']),
  /** What the person calls the key; empty for the passphrase. */
  name: v.string(),
  createdAt: v.number(),
  /** With `prf`: what the browser is asked with. Neither is secret. */
  prf: v.nullable(v.object({ credential: v.string(), salt: v.string() })),
});
export type UnlockView = v.InferOutput<typeof UnlockView>;

export const VaultView = v.object({
  state: v.picklist(['none', 'locked', 'open']),
  unlocks: v.array(UnlockView),
  autoLock: AutoLock,
  /** How many codes are kept; known also while locked. */
  count: v.number(),
  /** Grows with each change of what is kept. */
  revision: v.number(),
  /** Paired browsers' accounts whose own code is at hand; empty while locked. */
  accounts: v.array(DeviceId),
  /** Whether the clipboard is cleared half a minute after a code was copied. */
  clearsClipboard: v.boolean(),
});
export type VaultView = v.InferOutput<typeof VaultView>;

/** What opens the vault: typed, or made by a key (WebAuthn PRF, under the extension's own id as RP ID). */
export const UnlockSecret = v.variant('kind', [
  v.object({ kind: v.literal('passphrase'), passphrase: Passphrase }),
  /** 32 bytes of PRF output. */
  v.object({ kind: v.literal('prf'), credential: base64url(1_364), output: base64url(43) }),
]);
export type UnlockSecret = v.InferOutput<typeof UnlockSecret>;

/** A new way to open it. */
export const NewUnlock = v.variant('kind', [
  v.object({ kind: v.literal('passphrase'), passphrase: Passphrase }),
  v.object({
    kind: v.literal('prf'),
    credential: base64url(1_364),
    salt: base64url(43),
    output: base64url(43),
    name: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(64)),
  }),
]);
export type NewUnlock = v.InferOutput<typeof NewUnlock>;

/** What a backup holds; it was opened and every code in it checked. */
export const BackupPreview = v.object({ madeAt: v.number(), count: v.number() });
export type BackupPreview = v.InferOutput<typeof BackupPreview>;

/** A file, and what opens it. */
const Backup = v.object({ file: v.pipe(v.string(), v.maxLength(2 * IMPORT_LIMIT)), passphrase: Passphrase });

export const vaultRows = {
  'vault.get': { from: 'page', request: nothing, reply: result(VaultView) },
  /** Answers once it is durable; the vault is open then. */
  'vault.create': { from: 'page', request: v.object({ unlock: NewUnlock }), reply: result(nothing) },
  'vault.unlock': { from: 'page', request: v.object({ secret: UnlockSecret }), reply: result(nothing) },
  'vault.lock': { from: 'page', request: nothing, reply: result(nothing) },
  'vault.changePassphrase': {
    from: 'page',
    request: v.object({ current: Passphrase, next: Passphrase }),
    reply: result(nothing),
  },
  /** A vault left open lets nobody in for good: adding and removing a way takes one of those that there are. */
  'vault.addUnlock': {
    from: 'page',
    request: v.object({ secret: UnlockSecret, unlock: NewUnlock }),
    reply: result(nothing),
  },
  'vault.removeUnlock': {
    from: 'page',
    request: v.object({ secret: UnlockSecret, id: UnlockId }),
    reply: result(nothing),
  },
  'vault.settings': {
    from: 'page',
    request: v.object({ autoLock: AutoLock, clearsClipboard: v.boolean() }),
    reply: result(nothing),
  },
  /** Deletes everything, also for a person who has forgotten the passphrase. */
  'vault.erase': { from: 'page', request: nothing, reply: result(nothing) },

  /**
   * A sealed file, see `lib/vault/BACKUP-FORMAT.md`; `passphrase` opens it later. It is a copy of every secret: a vault
   * left open makes none without one of its ways to unlock.
   */
  'backup.make': {
    from: 'page',
    request: v.object({ secret: UnlockSecret, passphrase: Passphrase }),
    reply: result(v.object({ file: v.string() })),
  },
  'backup.read': {
    from: 'page',
    request: Backup,
    reply: result(BackupPreview),
  },
  /** In the place of everything that is kept; into an empty browser with the backup's passphrase as its own. */
  'backup.restore': {
    from: 'page',
    request: Backup,
    reply: result(nothing),
  },
} as const;
