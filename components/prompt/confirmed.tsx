import { Heading } from '../heading.tsx';
import { Note } from '../note.tsx';
import { stepUpText } from '../sentences.ts';

/** Where a step-up ends: the extension goes on in this tab, or the person closes it. */
export function Confirmed() {
  return (
    <div class="stack" role="status">
      <Heading>{stepUpText.done}</Heading>
      <Note tone="good">{stepUpText.doneWhy}</Note>
    </div>
  );
}
