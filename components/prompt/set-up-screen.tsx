import type { PairingView, PromptState } from '../../lib/protocol/prompt.ts';
import { Button } from '../button.tsx';
import { PagePairing } from '../pairing/page-pairing.tsx';
import { setUpText } from '../sentences.ts';
import { Working } from '../working.tsx';
import { AnotherWay } from './another-way.tsx';
import { FirstSetUp } from './first-set-up.tsx';
import type { PromptActions } from './prompt-actions.ts';
import { type PromptScreen, setUpChoices } from './prompt-screen.ts';
import { Why } from './why.tsx';

export interface SetUpScreenProps {
  state: PromptState;
  screen: Extract<PromptScreen, { name: 'why' | 'set-up' | 'pairing' | 'another' }>;
  /** The activation link, while this page still has it. */
  link: string | null;
  /** Whether this computer has an authenticator of its own; null until the browser has told. */
  platform: boolean | null;
  isPrivate: boolean;
  actions: PromptActions;
}

/** The first set-up: why, the choice, pairing, and one more way after the first sign-in. */
export function SetUpScreen(props: SetUpScreenProps) {
  const { state, screen, platform, isPrivate, actions } = props;
  const ways = { choices: setUpChoices(state), platform, isPrivate, onChoose: actions.choose };
  switch (screen.name) {
    case 'why':
      return <Why page={screen.page} application={state.application.name} onTurn={actions.turn} />;
    case 'set-up':
      return <FirstSetUp {...ways} />;
    case 'pairing':
      return <Pairing {...props} />;
    case 'another':
      return <AnotherWay {...ways} added={screen.added} onSkip={actions.skip} />;
  }
}

/** With a way out, except while there are digits to answer. */
function Pairing(props: SetUpScreenProps) {
  const { state, link, actions } = props;
  const { pairing } = state;
  if (pairing === null) return <Working>{setUpText.preparing}</Working>;
  return (
    <>
      <PagePairing pairing={pairing} link={link} done={setUpText.goingOn} actions={actions} />
      {pairing.state !== 'done' && !asksDigits(pairing) && <BackToChoice actions={actions} />}
    </>
  );
}

const asksDigits = ({ state, pageConfirmed }: PairingView): boolean => state === 'compared' && !pageConfirmed;

/** From the steps of one way back to the choice. */
export const BackToChoice = ({ actions }: { actions: PromptActions }) => (
  <Button look="quiet" wide onPress={() => actions.choose(null)}>
    {setUpText.anotherWay}
  </Button>
);
