import type { Overview } from '../../../lib/messages/contract.ts';
import { trustText } from '../../sentences.ts';
import { AccountTrusted } from './account-trusted.tsx';
import type { Trusted } from './trusted.ts';
import type { TrustedActions } from './trusted-actions.ts';

export interface TrustedBrowsersProps {
  overview: Overview;
  trusted: Trusted;
  /** The service's time in milliseconds. */
  now: number;
  actions: TrustedActions;
}

/** The trusted browsers of every account, also of one that cannot ask for them any more. */
export function TrustedBrowsers({ overview: { accounts }, trusted, now, actions }: TrustedBrowsersProps) {
  if (accounts.length === 0) return <p class="muted">{trustText.unpaired}</p>;
  return (
    <ul class="list">
      {accounts.map((account) => (
        <li key={account.device}>
          <AccountTrusted
            account={account}
            isOnly={accounts.length === 1}
            known={trusted[account.device]}
            now={now}
            actions={actions}
          />
        </li>
      ))}
    </ul>
  );
}
