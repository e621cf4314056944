import type { ComponentChildren } from 'preact';
import type { MethodView, PushPart } from '../../lib/protocol/prompt.ts';
import { Button } from '../button.tsx';
import { Heading } from '../heading.tsx';
import { Note } from '../note.tsx';
import { problem } from '../problem.ts';
import { promptText } from '../sentences.ts';
import { Working } from '../working.tsx';
import { namesAsked } from './push-target.ts';

export interface ChoosingProps extends SendFirstProps {
  children: ComponentChildren;
}

/** Nothing has been sent yet. */
export function Choosing({ children, ...first }: ChoosingProps) {
  return (
    <>
      <Heading>{promptText.choosing}</Heading>
      <SendFirst {...first} />
      {children}
    </>
  );
}

interface SendFirstProps {
  /** How push stands, where it is what was chosen. */
  push: MethodView | null;
  part: PushPart | null;
  /** It is about to be sent, by itself or by the person. */
  starting: boolean;
  onSend: () => void;
}

/** What is about to happen by itself stands where its button would: nothing moves when it does not happen after all. */
function SendFirst({ push, part, starting, onSend }: SendFirstProps) {
  if (push === null && !starting) return <p>{promptText.nothingHere}</p>;
  if (push?.ready === false) return <Note tone="warn">{problem(push.why)}</Note>;
  return (
    <>
      {push !== null && <p>{promptText.choosingWhy}</p>}
      {push !== null && part !== null && <p class="small muted">{promptText.asks(namesAsked(part))}</p>}
      {starting ? (
        <div class="button-place">
          <Working>{promptText.starting}</Working>
        </div>
      ) : (
        <Button look="main" large wide onPress={onSend}>
          {promptText.send}
        </Button>
      )}
    </>
  );
}
