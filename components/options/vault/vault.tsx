import type { ImportView, VaultView } from '../../../lib/messages/passcodes.ts';
import type { ErrorCode } from '../../../lib/protocol/errors.ts';
import { Note } from '../../note.tsx';
import { problem } from '../../problem.ts';
import { eraseText, vaultText } from '../../sentences.ts';
import { Working } from '../../working.tsx';
import { Told } from '../told.tsx';
import { useOutcome } from '../use-outcome.ts';
import { Erase } from './erase.tsx';
import { LockedVault } from './locked-vault.tsx';
import { OpenVault } from './open-vault.tsx';
import { SetUp } from './set-up.tsx';
import type { VaultActions } from './vault-actions.ts';

export interface VaultProps {
  /** What is kept here; why it could not be read; null before it was. */
  vault: VaultView | ErrorCode | null;
  importing: ImportView | null;
  /** Whether this browser can unlock by a key. */
  canUseKeys: boolean;
  /** The person came here to unlock. */
  wantsUnlock: boolean;
  actions: VaultActions;
}

/** The passcodes that this browser keeps: set up, unlocked, filled, backed up and given up. */
export function Vault({ vault, importing, canUseKeys, wantsUnlock, actions }: VaultProps) {
  const { outcome, say } = useOutcome();
  if (vault === null) return <Working>{vaultText.loading}</Working>;
  const onErase = async () => {
    const reply = await actions.erase();
    if (reply.ok) say(eraseText.done);
    return reply;
  };
  if (typeof vault === 'string')
    return (
      <>
        <Note tone="bad">{problem(vault)}</Note>
        {vault === 'vault_damaged' && <Erase count={0} onErase={onErase} />}
      </>
    );
  const state = { vault, canUseKeys, actions: { ...actions, erase: onErase } };
  return (
    <>
      {vault.state === 'none' && <Told outcome={outcome} />}
      {vault.state === 'none' && <SetUp canUseKeys={canUseKeys} actions={actions} />}
      {vault.state === 'locked' && <LockedVault {...state} focus={wantsUnlock} />}
      {vault.state === 'open' && <OpenVault {...state} importing={importing} />}
    </>
  );
}
