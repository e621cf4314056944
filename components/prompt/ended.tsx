import type { ComponentChildren } from 'preact';
import type { PromptState } from '../../lib/protocol/prompt.ts';
import { Button } from '../button.tsx';
import { timeLeft } from '../format.ts';
import { Heading } from '../heading.tsx';
import { Note } from '../note.tsx';
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

/** The last push came to nothing. Another one is never sent by itself from here. */
export function Ended({ over, state, now, onSend, children }: EndedProps) {
  const push = state.parts.push;
  const wait = (push?.retryAt ?? now) - now;
  return (
    <>
      <Heading>{promptText[over]}</Heading>
      <p>{promptText[`${over}Why`]}</p>
      {over === 'fraud' && <HelpDesk words={state.helpDesk} />}
      {push?.latest?.elsewhereRefused === true && <Note>{promptText.onlyHereWhy}</Note>}
      <Button look={over === 'fraud' ? 'plain' : 'main'} large wide disabled={wait > 0} onPress={onSend}>
        {wait > 0 ? promptText.sendAgainIn(timeLeft(wait)) : promptText.sendAgain}
      </Button>
      {children}
    </>
  );
}
