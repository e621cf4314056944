import { useState } from 'preact/hooks';
import type { Overview } from '../../lib/messages/contract.ts';
import { PairingProgress } from '../pairing/pairing-progress.tsx';
import { PasteLink } from '../pairing/paste-link.tsx';
import { ProfileAdvice } from '../pairing/profile-advice.tsx';
import { optionsText } from '../sentences.ts';
import { Account } from './account.tsx';
import type { OptionsActions } from './options-actions.ts';

/** The paired accounts, and the way to one more. */
export function Accounts({ overview, actions }: { overview: Overview; actions: OptionsActions }) {
  const [spoken, speak] = useState('');
  const { accounts, pairing } = overview;
  return (
    <>
      <p class="heard" role="status">
        {spoken}
      </p>
      {accounts.length === 0 && <p class="muted">{optionsText.none}</p>}
      {accounts.length > 0 && (
        <ul class="list">
          {accounts.map((account) => (
            <li key={account.device}>
              <Account account={account} actions={actions} speak={speak} />
            </li>
          ))}
        </ul>
      )}
      <div class="well stack">
        {pairing === null ? (
          <>
            <div>
              <h3>{optionsText.pair}</h3>
              <p class="small muted">{optionsText.pairWhy}</p>
            </div>
            <ProfileAdvice actions={actions.pairing} />
            <PasteLink onOffer={actions.pairing.offer} />
          </>
        ) : (
          <PairingProgress
            progress={pairing}
            actions={actions.pairing}
            level={3}
            onClosed={() => speak('')}
          />
        )}
      </div>
    </>
  );
}
