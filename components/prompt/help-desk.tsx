import { routes } from '../../lib/protocol/routes.ts';
import { Note } from '../note.tsx';
import { promptText } from '../sentences.ts';

/** Where somebody is stuck: the help desk's own words, as the operator wrote them, and the page of answers. */
export function HelpDesk({ words }: { words: string | null }) {
  return (
    <>
      {words !== null && words !== '' && (
        <Note>
          <strong>{promptText.helpDesk}</strong>
          <p>{words}</p>
        </Note>
      )}
      <a class="button quiet" href={routes.help}>
        {promptText.help}
      </a>
    </>
  );
}
