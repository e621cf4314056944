import { Button } from '../button.tsx';
import { Heading } from '../heading.tsx';
import { Note } from '../note.tsx';
import { problem } from '../problem.ts';
import { ceremonyText, commonText } from '../sentences.ts';
import { Working } from '../working.tsx';
import type { CeremonyStage } from './ceremony.tsx';

/** What it is about is not known yet, or will not be told again: the page was loaded anew, or is an old one. */
export function CeremonyUnknown({ stage, onAgain }: { stage: CeremonyStage; onAgain: () => void }) {
  return (
    <div class="stack">
      <Heading>{commonText.name}</Heading>
      {stage.name === 'failed' ? (
        <Note tone="bad" spoken>
          {problem(stage.error)}
        </Note>
      ) : (
        <Working>{ceremonyText.starting}</Working>
      )}
      {stage.name === 'failed' && stage.offers.includes('again') && (
        <Button look="main" large wide onPress={onAgain}>
          {commonText.tryAgain}
        </Button>
      )}
    </div>
  );
}
