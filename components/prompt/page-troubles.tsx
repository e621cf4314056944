import { Note } from '../note.tsx';
import { problem } from '../problem.ts';
import { promptText } from '../sentences.ts';

export interface PageTroublesProps {
  /** Why the last thing the person did was refused: an error code; null when it was not. */
  error: string | null;
  connected: boolean;
}

/** What stands in the way just now, below what a page of the service shows. */
export function PageTroubles({ error, connected }: PageTroublesProps) {
  return (
    <>
      {error !== null && (
        <Note tone="bad" spoken>
          {problem(error)}
        </Note>
      )}
      {!connected && (
        <Note tone="warn" spoken>
          {promptText.offline}
        </Note>
      )}
    </>
  );
}
