import { PORTAL_LIFE, type PortalState } from '../../lib/protocol/portal.ts';
import { Button } from '../button.tsx';
import { Countdown } from '../countdown.tsx';
import { Heading } from '../heading.tsx';
import { Note } from '../note.tsx';
import { problem } from '../problem.ts';
import { portalText } from '../sentences/portal.ts';
import { pairingText, trustText } from '../sentences.ts';
import { TrustedList } from '../trusted/trusted-list.tsx';
import type { PortalActions, PortalInside } from './portal-screen.ts';

export interface InsideProps {
  inside: PortalInside;
  /** The service's time in milliseconds. */
  now: number;
  actions: PortalActions;
}

/** The portal itself: whose it is, what they trust, and the ways on and out. */
export function Inside({ inside, now, actions }: InsideProps) {
  const { state, busy, told } = inside;
  return (
    <>
      <div class="stack-tight">
        <Heading>{portalText.title}</Heading>
        <p class="small muted">
          {pairingText.account} <strong>{state.username}</strong>
        </p>
      </div>
      {state.back !== null && <Back back={state.back} onBack={actions.back} />}
      <section class="stack" aria-labelledby="trusted-browsers">
        <div>
          <h2 id="trusted-browsers">{trustText.title}</h2>
          <p class="small muted">{trustText.why}</p>
        </div>
        <TrustedList trusted={state.trusted} now={now} busy={busy} onForget={actions.forget} />
        <Told told={told} />
      </section>
      <div class="row spread other-ways">
        <p class="row small muted">
          {portalText.closes}
          <Countdown now={now} since={state.expiresAt - PORTAL_LIFE} until={state.expiresAt} />
        </p>
        <Button disabled={busy} onPress={actions.leave}>
          {portalText.close}
        </Button>
      </div>
    </>
  );
}

/** The sign-in that led here is not done yet. */
function Back(props: { back: NonNullable<PortalState['back']>; onBack: (url: string) => void }) {
  const { application, url } = props.back;
  return (
    <div class="stack-tight">
      <p class="small muted">{portalText.backWhy(application)}</p>
      <Button look="main" wide onPress={() => props.onBack(url)}>
        {portalText.back(application)}
      </Button>
    </div>
  );
}

function Told({ told }: Pick<PortalInside, 'told'>) {
  if (told === null) return null;
  return (
    <Note tone={told === 'done' ? 'good' : 'bad'} spoken>
      {told === 'done' ? trustText.forgotten : problem(told.error)}
    </Note>
  );
}
