import { useState } from 'preact/hooks';
import type { ChangeView } from '../../../lib/messages/changes.ts';
import type { AccountView } from '../../../lib/messages/contract.ts';
import type { PrintedReply } from '../../../lib/protocol/passcodes.ts';
import { Button } from '../../button.tsx';
import { hostOf } from '../../format.ts';
import { Told } from '../../forms/told.tsx';
import { useOutcome } from '../../forms/use-outcome.ts';
import { Note } from '../../note.tsx';
import { keysText, printedText } from '../../sentences.ts';
import { ChangeProgress } from '../change-progress.tsx';
import type { KeyActions } from '../key-actions.ts';
import { CodeSheet } from './code-sheet.tsx';
import { CodesLeft } from './codes-left.tsx';
import type { Printed } from './printed.ts';
import type { PrintedActions } from './printed-actions.ts';

export interface AccountPrintedProps {
  account: AccountView;
  isOnly: boolean;
  known: Printed[string] | undefined;
  /** The making of new ones, where it is under way. */
  change: ChangeView | null;
  /** Some change is under way. */
  isBusy: boolean;
  actions: PrintedActions;
  changes: Pick<KeyActions, 'showTab' | 'dismiss'>;
}

/** One account's codes on paper: how many are left, and new ones. */
export function AccountPrinted(props: AccountPrintedProps) {
  const { account, isOnly, known, change, isBusy, actions, changes } = props;
  const { device, username, origin } = account;
  const name = `${username} · ${hostOf(origin)}`;
  /** Here and nowhere else: they are gone with this page. */
  const [sheet, show] = useState<PrintedReply | null>(null);
  const { outcome, run } = useOutcome();
  const make = async (): Promise<void> => {
    const reply = await run(actions.make(device));
    if (reply.ok) show(reply.value);
  };
  const putAway = (): void => {
    show(null);
    void changes.dismiss();
  };

  // Nothing can be made then, however often it is tried.
  const isOff = [known, change?.error, outcome.error].includes('passcode_off');

  if (sheet !== null)
    return (
      <article class="stack" aria-label={name}>
        <CodeSheet sheet={sheet} account={account} onPrint={actions.print} onDone={putAway} />
      </article>
    );
  return (
    <article class="stack" aria-label={name}>
      {!isOnly && <h3>{name}</h3>}
      {isOff ? <SwitchedOff change={change} onClose={putAway} /> : <CodesLeft known={known} />}
      {!isOff && change !== null && (
        <ChangeProgress change={change} actions={changes}>
          <p class="small">{printedText.showWhy}</p>
          <div class="row">
            <Button look="main" disabled={outcome.working} onPress={() => void make()}>
              {printedText.show}
            </Button>
          </div>
        </ChangeProgress>
      )}
      {!isOff && <Told outcome={outcome} />}
      {!isOff && !isBusy && (
        <div class="stack-tight">
          <div class="row">
            <Button disabled={outcome.working} onPress={() => void run(actions.begin(device))}>
              {printedText.make}
            </Button>
          </div>
          <p class="small muted">{printedText.makeWhy}</p>
        </div>
      )}
    </article>
  );
}

/** The change that found it out can only be put away. */
function SwitchedOff({ change, onClose }: { change: ChangeView | null; onClose: () => void }) {
  return (
    <>
      <Note tone="warn" spoken>
        {printedText.off}
      </Note>
      {change !== null && (
        <div class="row">
          <Button look="quiet" onPress={onClose}>
            {keysText.close}
          </Button>
        </div>
      )}
    </>
  );
}
