import type { AccountView } from '../../../lib/messages/contract.ts';
import type { PrintedReply } from '../../../lib/protocol/passcodes.ts';
import { Button } from '../../button.tsx';
import { day, hostOf } from '../../format.ts';
import { Heading } from '../../heading.tsx';
import { Note } from '../../note.tsx';
import { printedText } from '../../sentences.ts';

export interface CodeSheetProps {
  sheet: PrintedReply;
  account: AccountView;
  onPrint: () => void;
  onDone: () => void;
}

const inFives = (code: string): string => code.replace(/\d{5}(?=\d)/g, '$& ');

/** The new codes, this once. On paper comes only what is in `sheet`. */
export function CodeSheet({ sheet: { codes, madeAt }, account, onPrint, onDone }: CodeSheetProps) {
  const { displayName, username, origin } = account;
  return (
    <>
      <div class="code-sheet stack">
        <div>
          <Heading level={3}>{printedText.sheet(displayName || username)}</Heading>
          <p class="small muted">
            {printedText.at(hostOf(origin))} · {username} · {printedText.madeOn(day(madeAt))}
          </p>
        </div>
        <ol>
          {codes.map((code) => (
            <li key={code}>{inFives(code)}</li>
          ))}
        </ol>
        <p class="small">{printedText.how}</p>
      </div>
      <Note tone="warn" spoken>
        {printedText.once}
      </Note>
      <div class="row">
        <Button look="main" onPress={onPrint}>
          {printedText.print}
        </Button>
        <Button look="quiet" onPress={onDone}>
          {printedText.done}
        </Button>
      </div>
    </>
  );
}
