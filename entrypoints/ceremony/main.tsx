import { render } from 'preact';
import { Ceremony } from '../../components/ceremony/ceremony.tsx';
import { CeremonyUnknown } from '../../components/ceremony/ceremony-unknown.tsx';
import { PageCard } from '../../components/prompt/page-card.tsx';
import { ceremonyText, commonText } from '../../components/sentences.ts';
import { send } from '../../lib/messages/messages.ts';
import { pageClock } from '../../lib/ports/page-clock.ts';
import { authenticate, mayStartByItself, register } from '../../lib/webauthn/webauthn.ts';
import { type CeremonySnapshot, openCeremony } from './ceremony-session.ts';
import '../../components/prompt/page.css';

const root = document.getElementById('app') as HTMLElement;
const session = openCeremony({
  id: window.location.hash.slice(1),
  send,
  browser: { authenticate, mayStartByItself, register },
  clock: pageClock,
  onChange: () => draw(),
});

const draw = (): void => {
  document.title = titleOf(session.snapshot());
  render(
    <PageCard>
      <Page {...session.snapshot()} />
    </PageCard>,
    root,
  );
};

const matterOf = ({ use, kind }: NonNullable<CeremonySnapshot['task']>) =>
  use === 'register' ? (`add_${kind}` as const) : 'confirm_platform';

function titleOf({ task, stage }: CeremonySnapshot): string {
  if (task === null) return commonText.name;
  const words = ceremonyText.matters[matterOf(task)];
  return stage.name === 'done' ? words.done : words.title;
}

function Page({ task, stage }: CeremonySnapshot) {
  const { use, ownPage } = session;
  if (task === null) return <CeremonyUnknown stage={stage} onAgain={use} />;
  return <Ceremony matter={matterOf(task)} stage={stage} host={task.host} actions={{ use, ownPage }} />;
}

draw();
