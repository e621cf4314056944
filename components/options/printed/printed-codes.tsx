import type { ChangeView } from '../../../lib/messages/changes.ts';
import type { Overview } from '../../../lib/messages/contract.ts';
import { printedText } from '../../sentences.ts';
import { changeOf, isBusyWith } from '../change.ts';
import type { KeyActions } from '../key-actions.ts';
import { AccountPrinted } from './account-printed.tsx';
import type { Printed } from './printed.ts';
import type { PrintedActions } from './printed-actions.ts';

export interface PrintedCodesProps {
  overview: Overview;
  printed: Printed;
  /** The change under way; null when there is none. */
  change: ChangeView | null;
  actions: PrintedActions;
  changes: Pick<KeyActions, 'showTab' | 'dismiss'>;
}

/** Codes on paper, for every account that works. */
export function PrintedCodes({ overview, printed, change, actions, changes }: PrintedCodesProps) {
  const accounts = overview.accounts.filter(({ status }) => status === 'active');
  if (accounts.length === 0) return <p class="muted">{printedText.unpaired}</p>;
  const isBusy = isBusyWith(change, accounts);
  return (
    <ul class="list">
      {accounts.map((account) => (
        <li key={account.device}>
          <AccountPrinted
            account={account}
            isOnly={accounts.length === 1}
            known={printed[account.device]}
            change={changeOf(change, { device: account.device, aims: ['print'] })}
            isBusy={isBusy}
            actions={actions}
            changes={changes}
          />
        </li>
      ))}
    </ul>
  );
}
