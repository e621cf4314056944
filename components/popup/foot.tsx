import type { ComponentChildren } from 'preact';
import type { AccountView } from '../../lib/messages/contract.ts';
import { Button } from '../button.tsx';
import { hostOf } from '../format.ts';
import { popupText } from '../sentences.ts';

export interface FootProps {
  accounts: readonly AccountView[];
  canPair: boolean;
  /** Locks the passcodes, while they are open. */
  lock: ComponentChildren;
  onPair: () => void;
  onOptions: () => void;
}

/** Whose popup this is, and the way to everything else. */
export function Foot({ accounts, canPair, lock, onPair, onOptions }: FootProps) {
  return (
    <footer class="foot row">
      <Whose accounts={accounts} />
      {lock}
      {canPair && (
        <Button look="quiet" label={popupText.pairMore} onPress={onPair}>
          {popupText.pairShort}
        </Button>
      )}
      <Button look="quiet" onPress={onOptions}>
        {popupText.options}
      </Button>
    </footer>
  );
}

const describe = ({ username, origin }: AccountView): string => `${username} · ${hostOf(origin)}`;

function Whose({ accounts }: { accounts: readonly AccountView[] }) {
  const [first, second] = accounts;
  if (first === undefined) return <p class="grow small muted">{popupText.noAccount}</p>;
  return (
    <div class="grow small" title={accounts.map(describe).join('\n')}>
      <p>{second === undefined ? first.username : popupText.accounts(accounts.length)}</p>
      {second === undefined && <p class="muted">{hostOf(first.origin)}</p>}
    </div>
  );
}
