import { useState } from 'preact/hooks';
import type { ChangeView } from '../../../lib/messages/changes.ts';
import type { AccountView } from '../../../lib/messages/contract.ts';
import type { BrowserInvited, OwnBrowser } from '../../../lib/protocol/browsers.ts';
import { Button } from '../../button.tsx';
import { NewBrowser } from '../../devices/new-browser.tsx';
import { NewBrowserLink } from '../../devices/new-browser-link.tsx';
import { hostOf } from '../../format.ts';
import { Told } from '../../forms/told.tsx';
import { useOutcome } from '../../forms/use-outcome.ts';
import { Note } from '../../note.tsx';
import { problem } from '../../problem.ts';
import { browsersText } from '../../sentences.ts';
import { useFocusWith } from '../../use-focus-with.ts';
import { Working } from '../../working.tsx';
import { ChangeProgress } from '../change-progress.tsx';
import type { KeyActions } from '../key-actions.ts';
import type { BrowserActions } from './browser-actions.ts';
import { BrowserRow } from './browser-row.tsx';
import type { Browsers } from './browsers.ts';

export interface AccountBrowsersProps {
  account: AccountView;
  isOnly: boolean;
  known: Browsers[string] | undefined;
  /** The change of its browsers that is under way, or was. */
  change: ChangeView | null;
  /** Some change is under way. */
  isBusy: boolean;
  actions: BrowserActions;
  changes: Pick<KeyActions, 'showTab' | 'dismiss'>;
  onCopy: (text: string) => Promise<boolean>;
}

/** One account's browsers, and the way to one more. */
export function AccountBrowsers(props: AccountBrowsersProps) {
  const { account, isOnly, known, change, isBusy, actions, changes, onCopy } = props;
  const { device, username, origin } = account;
  const name = `${username} · ${hostOf(origin)}`;
  /** Here and nowhere else: it is gone with this page. */
  const [invited, show] = useState<BrowserInvited | null>(null);
  const { outcome, run } = useOutcome();
  const place = useFocusWith(invited === null);
  const busy = isBusy || outcome.working;
  const invite = async (): Promise<void> => {
    const reply = await run(actions.invite(device));
    if (reply.ok) show(reply.value);
  };
  const putAway = (): void => {
    show(null);
    void changes.dismiss();
  };

  return (
    <article class="stack" aria-label={name}>
      {!isOnly && <h3>{name}</h3>}
      {known === undefined && <Working>{browsersText.loading}</Working>}
      {typeof known === 'string' && <Note tone="bad">{problem(known)}</Note>}
      {typeof known === 'object' && (
        <ul class="list">
          {known.map((browser) => (
            <li key={browser.device}>
              <BrowserRow
                browser={browser}
                busy={busy}
                onName={(next) =>
                  void run(
                    actions.rename(device, { browser: browser.device, name: next }),
                    browsersText.renamed,
                  )
                }
                onRemove={() => void run(actions.remove(device, browser.device))}
              />
            </li>
          ))}
        </ul>
      )}
      {invited === null && change !== null && (
        <Progress change={change} changes={changes} working={outcome.working} onShow={() => void invite()} />
      )}
      <Told outcome={outcome} />
      <div ref={place}>
        {invited !== null && <NewBrowserLink invited={invited} onCopy={onCopy} onDone={putAway} />}
        {invited === null && typeof known === 'object' && !isBusy && (
          <NewBrowser
            browsers={replaceable(known)}
            next={browsersText.proves}
            busy={outcome.working}
            onAdd={(replaces) => void run(actions.add(device, replaces))}
          />
        )}
      </div>
    </article>
  );
}

/** This one first: who has a new browser most often means the one at hand. */
const replaceable = (known: readonly OwnBrowser[]) =>
  [...known]
    .sort((one, other) => Number(other.here) - Number(one.here))
    .map(({ device, name }) => ({ id: device, name }));

interface ProgressProps extends Pick<AccountBrowsersProps, 'changes'> {
  change: ChangeView;
  working: boolean;
  onShow: () => void;
}

function Progress({ change, changes, working, onShow }: ProgressProps) {
  return (
    <ChangeProgress change={change} actions={changes}>
      <p class="small">{browsersText.showWhy}</p>
      <div class="row">
        <Button look="main" disabled={working} onPress={onShow}>
          {browsersText.show}
        </Button>
      </div>
    </ChangeProgress>
  );
}
