import { send } from '../../lib/messages/messages.ts';
import type { ImportView } from '../../lib/messages/passcodes.ts';
import type { VaultView } from '../../lib/messages/vault.ts';
import type { ErrorCode } from '../../lib/protocol/errors.ts';

/** What the section of the passcodes shows. */
export interface VaultSnapshot {
  vault: VaultView | ErrorCode | null;
  importing: ImportView | null;
}

/** Both are at hand, in the background. */
export async function readVault(): Promise<VaultSnapshot> {
  const [vault, running] = await Promise.all([send('vault.get', {}), send('import.get', {})]);
  return {
    vault: vault.ok ? vault.value : vault.error,
    importing: running.ok ? running.value.import : null,
  };
}
