import { Button } from '../button.tsx';
import { Heading } from '../heading.tsx';
import { Note } from '../note.tsx';
import { problem } from '../problem.ts';
import { PageCard } from '../prompt/page-card.tsx';
import { portalText } from '../sentences/portal.ts';
import { commonText } from '../sentences.ts';
import { Working } from '../working.tsx';
import { Inside } from './inside.tsx';
import { Outside } from './outside.tsx';
import type { PortalActions, PortalScreen } from './portal-screen.ts';

export interface PortalProps {
  screen: PortalScreen;
  /** The service's time in milliseconds. */
  now: number;
  actions: PortalActions;
}

/** The service's own page about one's devices. Its style is `portal.css`. */
export function Portal(props: PortalProps) {
  return (
    <div class="portal">
      <PageCard>
        <Screen {...props} />
      </PageCard>
    </div>
  );
}

function Screen({ screen, now, actions }: PortalProps) {
  switch (screen.name) {
    case 'loading':
      return (
        <>
          <h1>{portalText.title}</h1>
          <Working>{commonText.loading}</Working>
        </>
      );
    case 'lost':
      return (
        <>
          <Heading>{portalText.title}</Heading>
          <Note tone="bad" spoken>
            {problem(screen.error)}
          </Note>
          <Button look="main" large wide onPress={actions.load}>
            {commonText.tryAgain}
          </Button>
        </>
      );
    case 'outside':
      return (
        <Outside
          key={screen.entry.again === null ? 'outside' : 'again'}
          entry={screen.entry}
          onEnter={actions.enter}
          onBack={actions.load}
        />
      );
    case 'inside':
      return <Inside key="inside" inside={screen.inside} now={now} actions={actions} />;
  }
}
