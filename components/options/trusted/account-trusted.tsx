import type { AccountView } from '../../../lib/messages/contract.ts';
import type { ForgetPost } from '../../../lib/protocol/trust.ts';
import { Button } from '../../button.tsx';
import { hostOf } from '../../format.ts';
import { Told } from '../../forms/told.tsx';
import { useOutcome } from '../../forms/use-outcome.ts';
import { Note } from '../../note.tsx';
import { problem } from '../../problem.ts';
import { trustText } from '../../sentences.ts';
import { TrustedList } from '../../trusted/trusted-list.tsx';
import { Working } from '../../working.tsx';
import type { Trusted } from './trusted.ts';
import type { TrustedActions } from './trusted-actions.ts';

export interface AccountTrustedProps {
  account: AccountView;
  isOnly: boolean;
  known: Trusted[string] | undefined;
  /** The service's time in milliseconds. */
  now: number;
  actions: TrustedActions;
}

/** One account's trusted browsers, and the way to the service's own page about them. */
export function AccountTrusted({ account, isOnly, known, now, actions }: AccountTrustedProps) {
  const { device, username, origin, status } = account;
  const name = `${username} · ${hostOf(origin)}`;
  const { outcome, run } = useOutcome();
  const forget = (what: ForgetPost) => void run(actions.forget(device, what), trustText.forgotten);

  return (
    <article class="stack" aria-label={name}>
      {!isOnly && <h3>{name}</h3>}
      {status !== 'active' ? (
        <Note tone="bad">{problem(status)}</Note>
      ) : (
        <>
          <KnownTrusted known={known} now={now} busy={outcome.working} onForget={forget} />
          <Told outcome={outcome} />
          <div class="stack-tight">
            <div class="row">
              <Button disabled={outcome.working} onPress={() => void run(actions.openPortal(device))}>
                {trustText.portal}
              </Button>
            </div>
            <p class="small muted">{trustText.portalWhy}</p>
          </div>
        </>
      )}
    </article>
  );
}

type KnownTrustedProps = Pick<AccountTrustedProps, 'known' | 'now'> & {
  busy: boolean;
  onForget: (what: ForgetPost) => void;
};

function KnownTrusted({ known, ...props }: KnownTrustedProps) {
  if (known === undefined) return <Working>{trustText.loading}</Working>;
  if (typeof known === 'string') return <Note tone="bad">{problem(known)}</Note>;
  return <TrustedList trusted={known} {...props} />;
}
