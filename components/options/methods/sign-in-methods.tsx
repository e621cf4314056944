import type { ChangeView } from '../../../lib/messages/changes.ts';
import type { AccountView, Overview } from '../../../lib/messages/contract.ts';
import { hostOf } from '../../format.ts';
import { Note } from '../../note.tsx';
import { problem } from '../../problem.ts';
import { methodsText } from '../../sentences.ts';
import { Working } from '../../working.tsx';
import { changeOf, isBusyWith } from '../change.ts';
import { ChangeProgress } from '../change-progress.tsx';
import type { KeyActions } from '../key-actions.ts';
import type { MethodActions } from './method-actions.ts';
import type { Methods } from './methods.ts';
import { MethodsForm } from './methods-form.tsx';

export interface SignInMethodsProps {
  overview: Overview;
  methods: Methods;
  /** The change under way; null when there is none. */
  change: ChangeView | null;
  actions: MethodActions;
  changes: Pick<KeyActions, 'showTab' | 'dismiss'>;
}

/** How the person wants to be asked, for every account that works. */
export function SignInMethods({ overview, methods, change, actions, changes }: SignInMethodsProps) {
  const accounts = overview.accounts.filter(({ status }) => status === 'active');
  if (accounts.length === 0) return <p class="muted">{methodsText.unpaired}</p>;
  return (
    <ul class="list">
      {accounts.map((account) => (
        <li key={account.device}>
          <AccountMethods
            account={account}
            isOnly={accounts.length === 1}
            known={methods[account.device]}
            change={changeOf(change, { device: account.device, aims: ['methods'] })}
            isBusy={isBusyWith(change, accounts)}
            actions={actions}
            changes={changes}
          />
        </li>
      ))}
    </ul>
  );
}

type AccountMethodsProps = Pick<SignInMethodsProps, 'change' | 'actions' | 'changes'> & {
  account: AccountView;
  isOnly: boolean;
  known: Methods[string] | undefined;
  isBusy: boolean;
};

function AccountMethods(props: AccountMethodsProps) {
  const { account, isOnly, known, change, isBusy, actions, changes } = props;
  const name = `${account.username} · ${hostOf(account.origin)}`;
  return (
    <article class="stack" aria-label={name}>
      {!isOnly && <h3>{name}</h3>}
      {known === undefined && <Working>{methodsText.loading}</Working>}
      {typeof known === 'string' && <Note tone="bad">{problem(known)}</Note>}
      {typeof known === 'object' && (
        <MethodsForm
          known={known}
          change={change}
          isBusy={isBusy}
          onSave={(wanted) => actions.set(account.device, wanted)}
        />
      )}
      {change !== null && <ChangeProgress change={change} actions={changes} />}
    </article>
  );
}
