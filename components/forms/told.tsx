import { Note } from '../note.tsx';
import { problem } from '../problem.ts';
import type { Outcome } from './use-outcome.ts';

/** Says what became of it, for eyes and ears. */
export function Told({ outcome: { error, done } }: { outcome: Outcome }) {
  if (error !== null)
    return (
      <Note tone="bad" spoken>
        {problem(error)}
      </Note>
    );
  if (done === '') return null;
  return (
    <Note tone="good" spoken>
      {done}
    </Note>
  );
}
