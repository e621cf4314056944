import { day, moment } from '../../format.ts';
import { Note } from '../../note.tsx';
import { problem } from '../../problem.ts';
import { printedText } from '../../sentences.ts';
import { Working } from '../../working.tsx';
import type { Printed } from './printed.ts';

/** How many are left, as far as it is known. */
export function CodesLeft({ known }: { known: Printed[string] | undefined }) {
  if (known === undefined) return <Working>{printedText.loading}</Working>;
  if (typeof known === 'string') return <Note tone="bad">{problem(known)}</Note>;
  const { left, madeAt } = known;
  if (madeAt === null) return <p class="muted">{printedText.none}</p>;
  return (
    <p>
      <strong>{printedText.left(left)}</strong>{' '}
      <span class="small muted" title={moment(madeAt)}>
        {printedText.since(day(madeAt))}
      </span>
    </p>
  );
}
