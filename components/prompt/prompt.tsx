import type { ComponentChildren } from 'preact';
import type { Method, PromptState } from '../../lib/protocol/prompt.ts';
import { Button } from '../button.tsx';
import { Heading } from '../heading.tsx';
import { PagePairing } from '../pairing/page-pairing.tsx';
import { promptText, setUpText, stepUpText } from '../sentences.ts';
import { Working } from '../working.tsx';
import { Choosing } from './choosing.tsx';
import { DeadEnd } from './dead-end.tsx';
import { Done } from './done.tsx';
import { Ended } from './ended.tsx';
import { FirstSetUp } from './first-set-up.tsx';
import { HelpDesk } from './help-desk.tsx';
import { Key } from './key.tsx';
import { Methods } from './methods.tsx';
import { PageTroubles } from './page-troubles.tsx';
import { Passcode } from './passcode.tsx';
import type { PromptActions } from './prompt-actions.ts';
import { PromptCard } from './prompt-card.tsx';
import { isStepUp, type PromptScreen } from './prompt-screen.ts';
import { Question } from './question.tsx';
import { Snagged } from './snagged.tsx';
import { Waiting } from './waiting.tsx';

export interface PromptProps {
  state: PromptState;
  screen: PromptScreen;
  /** The activation link, while this page still has it. */
  link: string | null;
  /** Whether this computer has an authenticator of its own; null until the browser has told. */
  platform: boolean | null;
  /** The person wants to see their devices once the sign-in is approved. */
  manages: boolean;
  /** A private window: nothing can be remembered. */
  isPrivate: boolean;
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
  const { name } = state.application;
  return (
    <PromptCard
      title={isStepUp(state) ? stepUpText.title : promptText.signIn(name)}
      application={name}
      username={state.username}
    >
      <div class="stack" key={keyOf(screen)}>
        <Screen {...props} />
      </div>
      <PageTroubles error={screen.name === 'dead' ? null : error} connected={connected} />
    </PromptCard>
  );
}

/** Two endings are two screens: each has its heading read out. */
function keyOf(screen: PromptScreen): string {
  if (screen.name === 'ended') return screen.over;
  return screen.name === 'snag' ? `snag-${screen.snag}` : screen.name;
}

function Screen(props: PromptProps) {
  const { state, screen, now, actions } = props;
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
      return <FirstChoice {...props} />;
    case 'key':
      return (
        <Key ceremony={screen.ceremony} onUse={actions.use}>
          {screen.ceremony.adds ? <AnotherWay {...props} /> : others(props, screen.ceremony.kind)}
        </Key>
      );
    case 'passcode':
      return (
        <Passcode method={screen.method} entry={screen.entry} onVerify={actions.verify}>
          {others(props, 'passcode')}
        </Passcode>
      );
    case 'here':
    case 'elsewhere':
    case 'only-here':
      return (
        push && (
          <Waiting kind={screen.name} push={push} now={now} onCancel={actions.cancel}>
            {others(props, 'push')}
          </Waiting>
        )
      );
    case 'ended':
      return (
        <Ended over={screen.over} state={state} now={now} onSend={actions.send}>
          {others(props, 'push')}
        </Ended>
      );
    case 'set-up':
      return (
        <FirstSetUp
          application={state.application.name}
          platform={props.platform}
          onChoose={actions.choose}
        />
      );
    case 'pairing':
      return <Pairing {...props} />;
    case 'question':
      return (
        <Question
          question={screen.question}
          storing={screen.storing}
          portal={state.portal}
          onAnswer={actions.trust}
          onManage={actions.manage}
        />
      );
    case 'snag':
      return <Snagged snag={screen.snag} application={state.application.name} onGoOn={actions.goOn} />;
    case 'done':
      return <Done state={state} manages={props.manages} isPrivate={props.isPrivate} />;
    case 'dead':
      return <DeadEnd code={screen.code} helpDesk={state.helpDesk} />;
  }
}

const others = (props: PromptProps, current: Method | null): ComponentChildren => (
  <Methods
    methods={props.state.methods}
    current={current}
    platform={props.platform}
    manages={isStepUp(props.state) ? null : props.manages}
    onChoose={props.actions.choose}
    onManage={props.actions.manage}
  />
);

/** Push by hand, or nothing at all, where nothing could begin by itself. */
function FirstChoice(props: PromptProps) {
  const { state, screen, actions } = props;
  const chosen = screen.name === 'choosing' ? screen.method : null;
  const push = state.methods.find(({ method }) => method === chosen) ?? null;
  return (
    <Choosing push={push} onSend={actions.send}>
      {others(props, chosen)}
      {chosen === null && <HelpDesk words={state.helpDesk} />}
    </Choosing>
  );
}

/** A way out as long as nobody has answered the link. */
function Pairing(props: PromptProps) {
  const { state, link, actions } = props;
  const { pairing } = state;
  if (pairing === null) return <Working>{setUpText.preparing}</Working>;
  return (
    <>
      <PagePairing pairing={pairing} link={link} done={setUpText.goingOn} actions={actions} />
      {(pairing.state === 'open' || pairing.state === 'expired') && <AnotherWay {...props} />}
    </>
  );
}

const AnotherWay = ({ actions }: PromptProps) => (
  <Button look="quiet" wide onPress={() => actions.choose(null)}>
    {setUpText.anotherWay}
  </Button>
);
