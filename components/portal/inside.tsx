import { PORTAL_LIFE, type PortalState } from '../../lib/protocol/portal.ts';
import { Button } from '../button.tsx';
import { Countdown } from '../countdown.tsx';
import { Heading } from '../heading.tsx';
import { Note } from '../note.tsx';
import { problem } from '../problem.ts';
import { portalText } from '../sentences/portal.ts';
import { pairingText, trustText } from '../sentences.ts';
import { TrustedList } from '../trusted/trusted-list.tsx';
import { Devices } from './devices.tsx';
import type { PortalActions, PortalChange, PortalInside } from './portal-screen.ts';

export interface InsideProps {
  inside: PortalInside;
  /** The service's time in milliseconds. */
  now: number;
  actions: PortalActions;
}

/** The portal itself: whose it is, what they have and trust, and the ways on and out. */
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
      <section class="stack" aria-labelledby="devices">
        <div>
          <h2 id="devices">{portalText.devices}</h2>
          <p class="small muted">{portalText.devicesWhy}</p>
        </div>
        <Devices inside={inside} actions={actions} />
        <Told told={told} of={['rename', 'remove', 'invite']} />
      </section>
      <section class="stack other-ways" aria-labelledby="trusted-browsers">
        <div>
          <h2 id="trusted-browsers">{trustText.title}</h2>
          <p class="small muted">{trustText.why}</p>
        </div>
        <TrustedList trusted={state.trusted} now={now} busy={busy} onForget={actions.forget} />
        <Told told={told} of={['forget']} />
      </section>
      <div class="stack other-ways">
        <div class="row spread">
          <p class="row small muted">
            {portalText.closes}
            <Countdown now={now} since={state.expiresAt - PORTAL_LIFE} until={state.expiresAt} />
          </p>
          <Button disabled={busy} onPress={actions.leave}>
            {portalText.close}
          </Button>
        </div>
        <Told told={told} of={['leave']} />
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

/** What became of the last change, where it was one of these. */
function Told({ told, of }: Pick<PortalInside, 'told'> & { of: readonly PortalChange[] }) {
  if (told === null || !of.includes(told.change)) return null;
  const { change, error } = told;
  if (error !== null)
    return (
      <Note tone="bad" spoken>
        {problem(error)}
      </Note>
    );
  // A link says by itself that it was made, and who has left sees it.
  if (change === 'invite' || change === 'leave') return null;
  return (
    <Note tone="good" spoken>
      {change === 'forget' ? trustText.forgotten : portalText.done[change]}
    </Note>
  );
}
