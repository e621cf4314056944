import type { ComponentChildren } from 'preact';
import type { PromptPush } from '../../lib/protocol/prompt.ts';
import { Button } from '../button.tsx';
import { Countdown } from '../countdown.tsx';
import { Digits } from '../digits.tsx';
import { Heading } from '../heading.tsx';
import { Note } from '../note.tsx';
import { problem } from '../problem.ts';
import { commonText, promptText } from '../sentences.ts';
import { ToolbarPicture } from '../toolbar-picture.tsx';
import type { PendingScreen } from './prompt-screen.ts';

export interface WaitingProps {
  kind: PendingScreen;
  push: PromptPush;
  now: number;
  /** Another browser can be chosen to approve instead. */
  offersOther: boolean;
  /** Null where another way out stands below. */
  onCancel: (() => void) | null;
  children: ComponentChildren;
}

const words = {
  here: { title: promptText.here, why: promptText.hereWhy },
  number: { title: promptText.elsewhere, why: promptText.elsewhereWhy },
  'only-here': { title: promptText.onlyHere, why: promptText.onlyHereWhy },
} as const;

/** A push waits for its answer. */
export function Waiting({ kind, push, now, offersOther, onCancel, children }: WaitingProps) {
  return (
    <>
      <Heading>{words[kind].title}</Heading>
      {kind === 'number' && push.number !== null && (
        <div class="centre number-box">
          <Digits value={push.number} label={promptText.number} />
        </div>
      )}
      {kind === 'here' && <ToolbarPicture />}
      <p>{words[kind].why}</p>
      {kind === 'only-here' && push.elsewhereRefused && (
        <Note tone="warn">{problem('elsewhere_refused')}</Note>
      )}
      <div class="row">
        <p class="grow small muted">{promptText.asked(push.devices.join(', '))}</p>
        <Countdown now={now} since={push.createdAt} until={push.expiresAt} />
      </div>
      {offersOther && <p class="small muted">{promptText.otherBrowser}</p>}
      {onCancel !== null && (
        <Button wide onPress={onCancel}>
          {commonText.cancel}
        </Button>
      )}
      {children}
    </>
  );
}
