import type { ComponentChildren } from 'preact';
import type { PromptState } from '../../lib/protocol/prompt.ts';
import { Button } from '../button.tsx';
import { timeLeft } from '../format.ts';
import { Heading } from '../heading.tsx';
import { Note } from '../note.tsx';
import { problem } from '../problem.ts';
import { promptText } from '../sentences.ts';
import { HelpDesk } from './help-desk.tsx';
import type { Ending } from './prompt-screen.ts';

export interface EndedProps {
  over: Ending;
  state: PromptState;
  now: number;
  onSend: () => void;
  children: ComponentChildren;
}

/** The last push came to nothing. From here another one is sent only by a click, and only while one may be sent. */
export function Ended({ over, state, now, onSend, children }: EndedProps) {
  const push = state.parts.push;
  const shut = state.methods.find(({ method, ready }) => method === 'push' && !ready);
  return (
    <>
      <Heading>{promptText[over]}</Heading>
      {(shut === undefined || over === 'fraud') && <p>{promptText[`${over}Why`]}</p>}
      {shut !== undefined && <Note tone="warn">{problem(shut.why)}</Note>}
      {over === 'fraud' && <HelpDesk words={state.helpDesk} />}
      {push?.latest?.elsewhereRefused === true && <Note>{promptText.onlyHereWhy}</Note>}
      {shut === undefined && (
        <SendAgain wait={(push?.retryAt ?? now) - now} quiet={over === 'fraud'} onSend={onSend} />
      )}
      {children}
    </>
  );
}

function SendAgain({ wait, quiet, onSend }: { wait: number; quiet: boolean; onSend: () => void }) {
  return (
    <Button look={quiet ? 'plain' : 'main'} large wide disabled={wait > 0} onPress={onSend}>
      {wait > 0 ? promptText.sendAgainIn(timeLeft(wait)) : promptText.sendAgain}
    </Button>
  );
}
