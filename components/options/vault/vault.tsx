import { useState } from 'preact/hooks';
import type { Result } from '../../../lib/messages/contract.ts';
import type { ImportView } from '../../../lib/messages/passcodes.ts';
import type { VaultView } from '../../../lib/messages/vault.ts';
import type { ErrorCode } from '../../../lib/protocol/errors.ts';
import { Note } from '../../note.tsx';
import { problem } from '../../problem.ts';
import { backupText, eraseText, lockedText, setUpVaultText, vaultText } from '../../sentences.ts';
import { useFocusWith } from '../../use-focus-with.ts';
import { Working } from '../../working.tsx';
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

/** What the person did last that changed all of it, said as long as it is so. */
interface News {
  state: VaultView['state'];
  words: string;
  /** It asks for a first code, and goes once there is one. */
  asksFirst?: boolean;
}

/** The passcodes that this browser keeps: set up, unlocked, filled, backed up and given up. */
export function Vault(props: VaultProps) {
  const { vault } = props;
  const [news, tell] = useState<News | null>(null);
  const place = useFocusWith(news);
  const isNews = news !== null && isView(vault) && isTrue(news, vault);
  return (
    <div ref={place} class="stack">
      {isNews && (
        <Note tone="good" spoken>
          {news.words}
        </Note>
      )}
      <State {...props} actions={telling(props.actions, tell)} onRestored={() => tell(restored)} />
    </div>
  );
}

function State(props: VaultProps & { onRestored: () => void }) {
  const { vault, importing, canUseKeys, wantsUnlock, actions, onRestored } = props;
  if (vault === null) return <Working>{vaultText.loading}</Working>;
  if (vault === 'vault_damaged') return <Damaged onErase={actions.erase} />;
  if (!isView(vault)) return <Note tone="bad">{problem(vault)}</Note>;
  const known = { vault, canUseKeys, actions };
  if (vault.state === 'none') return <SetUp {...known} onRestored={onRestored} />;
  if (vault.state === 'locked') return <LockedVault {...known} focus={wantsUnlock} />;
  return <OpenVault {...known} importing={importing} />;
}

/** What says how to unlock is broken, so that nothing can be. */
function Damaged({ onErase }: { onErase: VaultActions['erase'] }) {
  return (
    <>
      <Note tone="bad">{lockedText.damaged}</Note>
      <Erase count={null} onErase={onErase} />
    </>
  );
}

const isView = (vault: VaultProps['vault']): vault is VaultView =>
  vault !== null && typeof vault !== 'string';

/** Paired accounts bring codes of their own, which are nobody's first. */
function isTrue({ state, words, asksFirst }: News, vault: VaultView): boolean {
  const isEmpty = vault.count <= vault.accounts.length;
  return words !== '' && vault.state === state && (isEmpty || !asksFirst);
}

const setUp: News = { state: 'open', words: setUpVaultText.done, asksFirst: true };
const restored: News = { state: 'open', words: backupText.restored };

/** The same, telling of what changes all of it once that is done. */
function telling(actions: VaultActions, tell: (news: News) => void): VaultActions {
  const told = async <Reply extends Result<unknown>>(work: Promise<Reply>, news: News): Promise<Reply> => {
    const reply = await work;
    if (reply.ok) tell(news);
    return reply;
  };
  return {
    ...actions,
    create: (unlock) => told(actions.create(unlock), setUp),
    unlock: (secret) => told(actions.unlock(secret), { state: 'open', words: '' }),
    lock: () => told(actions.lock(), { state: 'locked', words: '' }),
    erase: () => told(actions.erase(), { state: 'none', words: eraseText.done }),
  };
}
