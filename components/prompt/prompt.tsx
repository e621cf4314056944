import type { PromptState } from '../../lib/protocol/prompt.ts';
import { Heading } from '../heading.tsx';
import { promptText } from '../sentences.ts';
import { Working } from '../working.tsx';
import { Choosing } from './choosing.tsx';
import { DeadEnd } from './dead-end.tsx';
import { Ended } from './ended.tsx';
import { FirstSetUp } from './first-set-up.tsx';
import { PageTroubles } from './page-troubles.tsx';
import type { PromptActions } from './prompt-actions.ts';
import { PromptCard } from './prompt-card.tsx';
import type { PromptScreen } from './prompt-screen.ts';
import { Waiting } from './waiting.tsx';

export interface PromptProps {
  state: PromptState;
  screen: PromptScreen;
  /** The activation link, while this page still has it. */
  link: string | null;
  /** The service's time in milliseconds. */
  now: number;
  connected: boolean;
  /** Why the last thing the person did was refused: an error code. */
  error: string | null;
  actions: PromptActions;
}

/** The second-factor prompt: whose sign-in to what, then exactly one screen. */
export function Prompt(props: PromptProps) {
  const { state, screen, connected, error } = props;
  return (
    <PromptCard application={state.application.name} username={state.username}>
      <div class="stack" key={keyOf(screen)}>
        <Screen {...props} />
      </div>
      <PageTroubles error={screen.name === 'dead' ? null : error} connected={connected} />
    </PromptCard>
  );
}

/** Two endings are two screens: each has its heading read out. */
const keyOf = (screen: PromptScreen): string => (screen.name === 'ended' ? screen.over : screen.name);

function Screen(props: PromptProps) {
  const { state, screen, link, now, actions } = props;
  const push = state.parts.push?.latest;
  switch (screen.name) {
    case 'starting':
      return (
        <>
          <Heading>{promptText.choosing}</Heading>
          <Working>{promptText.starting}</Working>
        </>
      );
    case 'choosing':
      return <Choosing state={state} onSend={actions.send} />;
    case 'here':
    case 'elsewhere':
    case 'only-here':
      return push && <Waiting kind={screen.name} push={push} now={now} onCancel={actions.cancel} />;
    case 'ended':
      return <Ended over={screen.over} state={state} now={now} onSend={actions.send} />;
    case 'pairing':
      return <FirstSetUp state={state} link={link} actions={actions} />;
    case 'done':
      return (
        <div class="stack-tight" role="status">
          <Heading>{promptText.approved}</Heading>
          <p>{promptText.approvedWhy(state.application.name)}</p>
        </div>
      );
    case 'dead':
      return <DeadEnd code={screen.code} helpDesk={state.helpDesk} />;
  }
}
