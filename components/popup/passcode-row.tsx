import type { EntryView } from '../../lib/messages/passcodes.ts';
import { SECOND } from '../../lib/ports/clock.ts';
import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { codeGroups } from '../passcodes/code-groups.ts';
import { PasscodeIcon } from '../passcodes/passcode-icon.tsx';
import { passcodeProblem } from '../passcodes/passcode-problem.ts';
import { Ring } from '../passcodes/ring.tsx';
import { codesText } from '../sentences/passcodes.ts';
import { commonText } from '../sentences.ts';
import { ROW_HEIGHT } from './row-window.ts';

/** What a row says of the last press on it. */
export interface RowHint {
  text: string;
  good: boolean;
}

export interface PasscodeRowProps {
  /** Null while its answer is awaited. */
  entry: EntryView | null;
  row: number;
  total: number;
  /** When its code was made, by this computer's clock in milliseconds. */
  at: number;
  now: () => number;
  /** A counter-based code that was asked for here. */
  made: string | null;
  hint: RowHint | null;
  onCopy: (entry: EntryView, code: string) => void;
  onNext: (entry: EntryView) => void;
  onPin: (entry: EntryView) => void;
}

export const nameOf = ({ issuer, account }: Pick<EntryView, 'issuer' | 'account'>): string =>
  [issuer, account].filter(Boolean).join(', ') || codesText.unnamed;

/** The number of its code's time, which is another one for each code. */
const turnOf = ({ period }: EntryView, at: number): number => Math.floor(at / SECOND / period);

/** One code: a click copies it. All rows are of one height. */
export function PasscodeRow(props: PasscodeRowProps) {
  const { entry, row, total, made, onNext, onPin } = props;
  const repeats = entry?.type === 'hotp' && (made ?? entry.code) !== null;
  return (
    <li
      class="passcode"
      data-row={row}
      aria-setsize={total}
      aria-posinset={row + 1}
      style={{ top: `${row * ROW_HEIGHT}px`, height: `${ROW_HEIGHT}px` }}
    >
      <Press {...props} />
      {repeats && (
        <Button look="quiet" label={codesText.nextOf(nameOf(entry))} onPress={() => onNext(entry)}>
          <Icon name="turn" />
        </Button>
      )}
      {entry !== null && entry.device === null && entry.error === null && (
        <Button
          look="quiet"
          label={codesText.pin(nameOf(entry))}
          pressed={entry.pinned}
          onPress={() => onPin(entry)}
        >
          <PasscodeIcon name="pin" filled={entry.pinned} />
        </Button>
      )}
    </li>
  );
}

/** Each row's one button, also where there is nothing to press: it keeps the focus whatever becomes of its row. */
function Press(props: PasscodeRowProps) {
  const { entry, made, onCopy, onNext } = props;
  const code = made ?? entry?.code ?? null;
  const press = (): void => {
    if (entry === null) return;
    if (code === null) onNext(entry);
    else onCopy(entry, code);
  };
  return (
    <Button look="quiet" wide disabled={entry === null || entry.error !== null} onPress={press}>
      {entry === null ? <span class="heard">{commonText.loading}</span> : <Face {...props} entry={entry} />}
    </Button>
  );
}

function Face(props: PasscodeRowProps & { entry: EntryView }) {
  const { entry, at, made, hint, now } = props;
  const code = made ?? entry.code;
  if (entry.error !== null) {
    return <Labels {...entry} hint={{ text: passcodeProblem(entry.error), good: false }} />;
  }
  return (
    <>
      <Labels {...entry} hint={hint} />
      {code === null ? (
        <span class="accented">{codesText.next}</span>
      ) : (
        <>
          <span class="code">{codeGroups(code)}</span>
          <span class="heard">{codesText.copy}</span>
        </>
      )}
      {entry.period > 0 && <Ring key={turnOf(entry, at)} period={entry.period} now={now} />}
    </>
  );
}

function Labels({ issuer, account, hint }: Pick<EntryView, 'issuer' | 'account'> & { hint: RowHint | null }) {
  return (
    <span class="grow labels">
      <span class="line">{issuer || account || codesText.unnamed}</span>
      {hint === null ? (
        <span class="line small muted">{issuer && account}</span>
      ) : (
        <span class={hint.good ? 'hint accented' : 'hint'}>{hint.text}</span>
      )}
    </span>
  );
}
