import type { ImportPreview } from '../../../lib/messages/passcodes.ts';
import { Note } from '../../note.tsx';
import { problem } from '../../problem.ts';
import { importText } from '../../sentences.ts';
import { SHOWN_ROWS } from './shown-rows.ts';

/** Rows that cannot be read, each with why. */
export function BadRows({ bad }: { bad: ImportPreview['bad'] }) {
  const rest = bad.length - SHOWN_ROWS;
  return (
    <Note tone="warn">
      <span>{importText.bad(bad.length)}</span>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard reaches it only so */}
      <section class="scrolls" aria-label={importText.badTable} tabIndex={0}>
        <ul>
          {bad.slice(0, SHOWN_ROWS).map(({ row, error }) => (
            <li key={row}>{importText.badRow(row, problem(error))}</li>
          ))}
        </ul>
      </section>
      {rest > 0 && <span>{importText.more(rest)}</span>}
    </Note>
  );
}
