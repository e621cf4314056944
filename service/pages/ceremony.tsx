import { render } from 'preact';
import { Ceremony } from '../../components/ceremony/ceremony.tsx';
import { DeadEnd } from '../../components/prompt/dead-end.tsx';
import { PageCard } from '../../components/prompt/page-card.tsx';
import { ceremonyText, commonText, pairingText } from '../../components/sentences.ts';
import { Working } from '../../components/working.tsx';
import { pageClock } from '../../lib/ports/page-clock.ts';
import * as webAuthn from '../../lib/webauthn/webauthn.ts';
import { type CeremonySnapshot, openCeremony } from './ceremony-session.ts';
import '../../components/prompt/page.css';

const root = document.getElementById('app') as HTMLElement;
const session = openCeremony({
  ticket: window.location.hash.slice(1),
  browser: webAuthn,
  clock: pageClock,
  onChange: () => draw(),
});

const draw = (): void => {
  const snapshot = session.snapshot();
  document.title = titleOf(snapshot);
  render(
    <PageCard>
      <Page {...snapshot} />
    </PageCard>,
    root,
  );
};

const titleOf = ({ about, stage }: CeremonySnapshot): string => {
  if (about === null) return commonText.name;
  const words = ceremonyText.matters[`add_${about.kind}`];
  return stage.name === 'done' ? words.done : words.title;
};

function Page({ about, stage, dead }: CeremonySnapshot) {
  if (dead !== null) return <DeadEnd title={ceremonyText.over} code={dead} helpDesk={null} />;
  if (about === null) return <Working>{commonText.loading}</Working>;
  return (
    <>
      <p class="small muted">
        {pairingText.account} <strong>{about.username}</strong>
      </p>
      <Ceremony matter={`add_${about.kind}`} stage={stage} actions={{ use: session.use }} />
    </>
  );
}

draw();
