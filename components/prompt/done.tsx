import type { PromptState } from '../../lib/protocol/prompt.ts';
import { Heading } from '../heading.tsx';
import { deviceText, promptText, stepUpText } from '../sentences.ts';
import { isStepUp } from './prompt-screen.ts';

export interface DoneProps {
  state: PromptState;
  /** The person wants to see their devices. */
  manages: boolean;
  /** Nothing can be remembered here. */
  isPrivate: boolean;
}

/** Approved, and on the way. */
export function Done({ state, manages, isPrivate }: DoneProps) {
  const isAsked = state.trust !== null;
  return (
    <div class="stack-tight" role="status">
      <Heading>{promptText.approved}</Heading>
      <p>{whereTo(state, manages)}</p>
      {isAsked && isPrivate && <p class="small muted">{deviceText.privateWindow}</p>}
    </div>
  );
}

function whereTo(state: PromptState, manages: boolean): string {
  if (isStepUp(state)) return stepUpText.approved;
  return manages && state.portal ? deviceText.opening : promptText.approvedWhy(state.application.name);
}
