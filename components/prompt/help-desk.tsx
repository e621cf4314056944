import { Note } from '../note.tsx';
import { promptText } from '../sentences.ts';

/** The help desk's own words, as the operator wrote them. */
export function HelpDesk({ words }: { words: string | null }) {
  if (words === null || words === '') return null;
  return (
    <Note>
      <strong>{promptText.helpDesk}</strong>
      <p>{words}</p>
    </Note>
  );
}
