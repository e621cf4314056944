import type { PromptState } from '../../lib/protocol/prompt.ts';
import { Button } from '../button.tsx';
import { Heading } from '../heading.tsx';
import { Note } from '../note.tsx';
import { problem } from '../problem.ts';
import { promptText } from '../sentences.ts';
import { Methods } from './methods.tsx';

/** Nothing has been sent and nothing is sent by itself. */
export function Choosing({ state, onSend }: { state: PromptState; onSend: () => void }) {
  const push = state.methods.find(({ method }) => method === 'push');
  return (
    <>
      <Heading>{promptText.choosing}</Heading>
      <p>{promptText.choosingWhy}</p>
      {push !== undefined && !push.ready ? (
        <Note tone="warn">{problem(push.why)}</Note>
      ) : (
        <Button look="main" large wide onPress={onSend}>
          {promptText.send}
        </Button>
      )}
      <Methods methods={state.methods} onPush={onSend} />
    </>
  );
}
