import type { ErrorCode } from '../../lib/protocol/errors.ts';
import { Button } from '../button.tsx';
import { problem } from '../everyday-problem.ts';
import { Heading } from '../heading.tsx';
import { Mark } from '../mark.tsx';
import { commonText } from '../sentences.ts';

/** The background gave no answer, so nothing can be said about what waits. */
export function NothingKnown({ error, onRetry }: { error: ErrorCode; onRetry: () => void }) {
  return (
    <main class="popup">
      <section class="stack centre resting">
        <Mark size={48} />
        <Heading>{commonText.name}</Heading>
        <p role="alert">{problem(error)}</p>
        <Button look="main" large wide onPress={onRetry}>
          {commonText.tryAgain}
        </Button>
      </section>
    </main>
  );
}
