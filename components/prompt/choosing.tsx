import type { ComponentChildren } from 'preact';
import type { MethodView } from '../../lib/protocol/prompt.ts';
import { Button } from '../button.tsx';
import { Heading } from '../heading.tsx';
import { Note } from '../note.tsx';
import { problem } from '../problem.ts';
import { promptText } from '../sentences.ts';

/** Nothing has been sent and nothing is sent by itself. `push`: how it stands, where it is what was chosen. */
export function Choosing(props: {
  push: MethodView | null;
  onSend: () => void;
  children: ComponentChildren;
}) {
  const { push, onSend, children } = props;
  return (
    <>
      <Heading>{promptText.choosing}</Heading>
      {push === null ? <p>{promptText.nothingHere}</p> : <SendFirst push={push} onSend={onSend} />}
      {children}
    </>
  );
}

function SendFirst({ push, onSend }: { push: MethodView; onSend: () => void }) {
  if (!push.ready) return <Note tone="warn">{problem(push.why)}</Note>;
  return (
    <>
      <p>{promptText.choosingWhy}</p>
      <Button look="main" large wide onPress={onSend}>
        {promptText.send}
      </Button>
    </>
  );
}
