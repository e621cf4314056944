import type { AccountView } from '../../lib/messages/contract.ts';
import { Button } from '../button.tsx';
import { problem } from '../everyday-problem.ts';
import { hostOf } from '../format.ts';
import { Note } from '../note.tsx';
import { pairingText, popupText } from '../sentences.ts';

/** Accounts that do not work just now, and why. Silent when all do. */
export function AccountTroubles(props: { accounts: readonly AccountView[]; onOptions: () => void }) {
  const troubled = props.accounts.filter(({ status, online }) => status !== 'active' || !online);
  return troubled.map((account) => {
    if (account.status === 'active') {
      return (
        <Note key={account.device} tone="warn" spoken>
          {popupText.offline(hostOf(account.origin))}
        </Note>
      );
    }
    return (
      <Note key={account.device} tone="bad" spoken>
        <strong>
          {account.username} · {hostOf(account.origin)}
        </strong>
        <p>{problem(account.status)}</p>
        {account.status === 'device_unknown' && <p>{pairingText.backAgain}</p>}
        <Button onPress={props.onOptions}>{popupText.options}</Button>
      </Note>
    );
  });
}
