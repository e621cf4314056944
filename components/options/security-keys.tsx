import type { ChangeView } from '../../lib/messages/changes.ts';
import type { AccountView, Overview } from '../../lib/messages/contract.ts';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import type { CredentialView } from '../../lib/protocol/webauthn.ts';
import { hostOf } from '../format.ts';
import { Note } from '../note.tsx';
import { problem } from '../problem.ts';
import { keysText } from '../sentences.ts';
import { Working } from '../working.tsx';
import { AddKey } from './add-key.tsx';
import { changeOf, isBusyWith } from './change.ts';
import { ChangeProgress } from './change-progress.tsx';
import type { KeyActions } from './key-actions.ts';
import { KeyRow } from './key-row.tsx';

/** What one service told, by the account's device. */
export type Keys = Record<string, readonly CredentialView[] | ErrorCode>;

export interface SecurityKeysProps {
  overview: Overview;
  keys: Keys;
  /** The change under way; null when there is none. */
  change: ChangeView | null;
  /** Whether this computer has an authenticator of its own. */
  platform: boolean;
  actions: KeyActions;
}

/** The authenticators of every account that works, and the way to one more. */
export function SecurityKeys(props: SecurityKeysProps) {
  const accounts = props.overview.accounts.filter(({ status }) => status === 'active');
  if (accounts.length === 0) return <p class="muted">{keysText.unpaired}</p>;
  const isBusy = isBusyWith(props.change, accounts);
  return (
    <ul class="list">
      {accounts.map((account) => (
        <li key={account.device}>
          <AccountKeys {...props} account={account} isOnly={accounts.length === 1} isBusy={isBusy} />
        </li>
      ))}
    </ul>
  );
}

type AccountKeysProps = SecurityKeysProps & { account: AccountView; isOnly: boolean; isBusy: boolean };

function AccountKeys({ account, isOnly, isBusy, keys, change, platform, actions }: AccountKeysProps) {
  const { device, username, origin } = account;
  const own = changeOf(change, { device, aims: ['add', 'remove'] });
  const name = `${username} · ${hostOf(origin)}`;
  return (
    <article class="stack" aria-label={name}>
      {!isOnly && <h3>{name}</h3>}
      <KeyList known={keys[device]} device={device} isBusy={isBusy} actions={actions} />
      {own !== null && <ChangeProgress change={own} actions={actions} />}
      {!isBusy && <AddKey platform={platform} onAdd={(kind) => void actions.add(device, kind)} />}
    </article>
  );
}

interface KeyListProps {
  known: Keys[string] | undefined;
  device: AccountView['device'];
  isBusy: boolean;
  actions: KeyActions;
}

function KeyList({ known, device, isBusy, actions }: KeyListProps) {
  if (known === undefined) return <Working>{keysText.loading}</Working>;
  if (typeof known === 'string') return <Note tone="bad">{problem(known)}</Note>;
  if (known.length === 0) return <p class="muted">{keysText.none}</p>;
  return (
    <ul class="list">
      {known.map((credential) => (
        <li key={credential.id}>
          <KeyRow
            credential={credential}
            isBusy={isBusy}
            onName={(name) => actions.rename(device, { credential: credential.id, name })}
            onRemove={() => void actions.remove(device, credential.id)}
          />
        </li>
      ))}
    </ul>
  );
}
