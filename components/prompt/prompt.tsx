import type { ComponentChildren } from 'preact';
import type { Method, PromptState } from '../../lib/protocol/prompt.ts';
import { promptText, stepUpText } from '../sentences.ts';
import { Choosing } from './choosing.tsx';
import { DeadEnd } from './dead-end.tsx';
import { Done } from './done.tsx';
import { Ended } from './ended.tsx';
import { HelpDesk } from './help-desk.tsx';
import { Key } from './key.tsx';
import { Methods } from './methods.tsx';
import { PageTroubles } from './page-troubles.tsx';
import { Passcode } from './passcode.tsx';
import { Practice } from './practice.tsx';
import type { PromptActions } from './prompt-actions.ts';
import { PromptCard } from './prompt-card.tsx';
import { isStepUp, type PromptScreen } from './prompt-screen.ts';
import { offersOther } from './push-target.ts';
import { Question } from './question.tsx';
import { BackToChoice, SetUpScreen } from './set-up-screen.tsx';
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

type FirstScreen = Extract<PromptScreen, { name: 'starting' | 'choosing' }>;

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

/** Two endings are two screens: each has its heading read out. What is about to begin is no screen of its own. */
function keyOf(screen: PromptScreen): string {
  if (screen.name === 'starting') return 'choosing';
  if (screen.name === 'ended') return screen.over;
  if (screen.name === 'why') return `why-${screen.page}`;
  return screen.name === 'snag' ? `snag-${screen.snag}` : screen.name;
}

function Screen(props: PromptProps) {
  const { state, screen, now, actions } = props;
  const { push } = state.parts;
  switch (screen.name) {
    case 'starting':
    case 'choosing':
      return <FirstChoice {...props} screen={screen} />;
    case 'key':
      return (
        <Key ceremony={screen.ceremony} onUse={actions.use}>
          {screen.ceremony.adds ? <BackToChoice {...props} /> : waysOut(props, screen.ceremony.kind)}
        </Key>
      );
    case 'passcode':
      return (
        <Passcode method={screen.method} entry={screen.entry} onVerify={actions.verify}>
          {waysOut(props, 'passcode')}
        </Passcode>
      );
    case 'here':
    case 'number':
    case 'only-here':
      return (
        push?.latest && (
          <Waiting
            kind={screen.name}
            push={push.latest}
            now={now}
            offersOther={!isPractice(state) && offersOther(push)}
            onCancel={isPractice(state) ? null : actions.cancel}
          >
            {waysOut(props, 'push')}
          </Waiting>
        )
      );
    case 'ended':
      return (
        <Ended over={screen.over} state={state} now={now} onSend={actions.send}>
          {waysOut(props, 'push')}
        </Ended>
      );
    case 'why':
    case 'set-up':
    case 'pairing':
    case 'another':
      return <SetUpScreen {...props} screen={screen} />;
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
      return <DeadEnd code={screen.code} helpDesk={state.helpDesk} waits={isLocked(screen.code)} />;
  }
}

const isLocked = (code: string): boolean => code === 'locked_out' || code === 'locked_elsewhere';

const isPractice = ({ setUp }: PromptState): boolean => setUp?.step === 'practice';

/** What else can be done instead. */
function waysOut(props: PromptProps, current: Method | null): ComponentChildren {
  const { state, platform, manages, actions } = props;
  if (isPractice(state)) return <Practice onSkip={actions.skip} />;
  return (
    <Methods
      state={state}
      current={current}
      platform={platform}
      manages={isStepUp(state) ? null : manages}
      onBrowse={actions.browse}
      onChoose={actions.choose}
      onManage={actions.manage}
    />
  );
}

/** Push, by hand or about to be sent; or nothing at all, where nothing could begin by itself. */
function FirstChoice(props: PromptProps & { screen: FirstScreen }) {
  const { state, screen, actions } = props;
  const { name, method: chosen } = screen;
  const push = state.methods.find(({ method }) => method === 'push' && method === chosen) ?? null;
  return (
    <Choosing push={push} part={state.parts.push} starting={name === 'starting'} onSend={actions.send}>
      {waysOut(props, chosen)}
      {chosen === null && <HelpDesk words={state.helpDesk} />}
    </Choosing>
  );
}
