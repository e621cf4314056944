import type { Overview } from '../../../lib/messages/contract.ts';
import { browsersText } from '../../sentences.ts';
import { changeOf, isBusyWith } from '../change.ts';
import { AccountBrowsers, type AccountBrowsersProps } from './account-browsers.tsx';
import type { Browsers } from './browsers.ts';

export interface OwnBrowsersProps
  extends Pick<AccountBrowsersProps, 'change' | 'actions' | 'changes' | 'onCopy'> {
  overview: Overview;
  browsers: Browsers;
}

/** All browsers that are paired with an account, for every account that works. */
export function OwnBrowsers({ overview, browsers, change, ...actions }: OwnBrowsersProps) {
  const accounts = overview.accounts.filter(({ status }) => status === 'active');
  if (accounts.length === 0) return <p class="muted">{browsersText.unpaired}</p>;
  return (
    <ul class="list">
      {accounts.map((account) => (
        <li key={account.device}>
          <AccountBrowsers
            account={account}
            isOnly={accounts.length === 1}
            known={browsers[account.device]}
            change={changeOf(change, { device: account.device, aims: ['removeBrowser', 'addBrowser'] })}
            isBusy={isBusyWith(change, accounts)}
            {...actions}
          />
        </li>
      ))}
    </ul>
  );
}
