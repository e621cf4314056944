import { useState } from 'preact/hooks';
import type { PromptState } from '../../lib/protocol/prompt.ts';
import { Button } from '../button.tsx';
import { Heading } from '../heading.tsx';
import { PagePairing, type PagePairingActions } from '../pairing/page-pairing.tsx';
import { setUpText } from '../sentences.ts';

/** Set-up inside a sign-in: why, then the pairing, after which the sign-in goes on by itself. */
export function FirstSetUp(props: { state: PromptState; link: string | null; actions: PagePairingActions }) {
  const { state, link, actions } = props;
  const [started, start] = useState(false);
  if (state.pairing !== null) {
    return <PagePairing pairing={state.pairing} link={link} done={setUpText.goingOn} actions={actions} />;
  }
  const begin = (): void => {
    start(true);
    actions.begin();
  };
  return (
    <>
      <Heading>{setUpText.whyTitle(state.application.name)}</Heading>
      <p>{setUpText.why}</p>
      <Button look="main" large wide disabled={started} onPress={begin}>
        {setUpText.setUp}
      </Button>
    </>
  );
}
