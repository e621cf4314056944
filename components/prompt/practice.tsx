import { Button } from '../button.tsx';
import { Note } from '../note.tsx';
import { setUpText } from '../sentences.ts';

/** A browser was paired right here: confirming by it once shows how it goes, and need not be done. */
export function Practice({ onSkip }: { onSkip: () => void }) {
  return (
    <>
      <Note>{setUpText.practice}</Note>
      <Button wide onPress={onSkip}>
        {setUpText.skipPractice}
      </Button>
    </>
  );
}
