import type { VaultActions } from '../../components/options/vault/vault-actions.ts';
import { send } from '../../lib/messages/messages.ts';
import type { Tell } from '../../lib/messages/tell.ts';
import { pageRandom } from '../../lib/ports/page-random.ts';
import { askUnlockKey, makeUnlockKey } from '../../lib/webauthn/webauthn.ts';
import { backupActions } from './backup-actions.ts';
import { readFiles } from './read-files.ts';
import type { VaultSnapshot } from './read-vault.ts';

/** The buttons of the passcodes' section as messages. */
export function vaultActions(options: { tell: Tell; vault: () => VaultSnapshot['vault'] }): VaultActions {
  const { tell } = options;
  const known = () => {
    const vault = options.vault();
    if (vault === null || typeof vault === 'string') return [];
    return vault.unlocks.flatMap(({ prf }) => prf ?? []);
  };
  return {
    create: (unlock) => tell('vault.create', { unlock }),
    unlock: (secret) => tell('vault.unlock', { secret }),
    lock: () => tell('vault.lock', {}),
    changePassphrase: (change) => tell('vault.changePassphrase', change),
    addUnlock: (secret, unlock) => tell('vault.addUnlock', { secret, unlock }),
    removeUnlock: (secret, id) => tell('vault.removeUnlock', { secret, id }),
    settings: (settings) => tell('vault.settings', settings),
    erase: () => tell('vault.erase', {}),
    keys: {
      async make(name) {
        const made = await makeUnlockKey({ random: pageRandom, known: known() });
        return made.ok ? { ok: true, value: { kind: 'prf', ...made.value, name } } : made;
      },
      async ask() {
        const asked = await askUnlockKey({ random: pageRandom, known: known() });
        return asked.ok ? { ok: true, value: { kind: 'prf', ...asked.value } } : asked;
      },
    },
    entries: {
      page: (part) => send('passcodes.page', part),
      add: (entry) => tell('passcodes.add', { entry }),
      edit: (change) => tell('passcodes.edit', change),
      remove: (id) => tell('passcodes.remove', { id }),
    },
    imports: {
      read: readFiles,
      preview: (text) => send('import.preview', { text }),
      start: (text) => tell('import.start', { text }),
      cancel: () => tell('import.cancel', {}),
      dismiss: () => tell('import.dismiss', {}),
    },
    backups: backupActions(tell),
  };
}
