import { Button } from '../button.tsx';
import { Heading } from '../heading.tsx';
import { Note } from '../note.tsx';
import { problem } from '../problem.ts';
import { ceremonyText, commonText } from '../sentences.ts';
import { Working } from '../working.tsx';
import { AuthenticatorPicture } from './authenticator-picture.tsx';

/** What the browser is about to ask an authenticator for. */
export type CeremonyMatter = keyof typeof ceremonyText.matters;

/**
 * `starting`: the question is fetched; `ready`: the browser wants a click first; `asking`: its dialog is open;
 * `failed`: an error code, and what may be offered besides the words.
 */
export type CeremonyStage =
  | { name: 'starting' | 'ready' | 'asking' | 'done' }
  | { name: 'failed'; error: string; offers: readonly CeremonyOffer[] };

/** `again`: the same once more; `own-page`: the same on the service's own page. */
export type CeremonyOffer = 'again' | 'own-page';

export interface CeremonyProps {
  matter: CeremonyMatter;
  stage: CeremonyStage;
  /** Host name of the service, for the words of `own-page`. */
  host?: string;
  actions: CeremonyActions;
}

export interface CeremonyActions {
  /** Opens the browser's dialog, at first or again. To be done in the click itself: browsers may ask for it. */
  use: () => void;
  /** For the offer `own-page`. */
  ownPage?: () => void;
}

/** One ceremony: what will happen, then the browser's own dialog, then how it went, in words. */
export function Ceremony({ matter, stage, host = '', actions }: CeremonyProps) {
  const words = ceremonyText.matters[matter];
  if (stage.name === 'done') {
    return (
      <div class="stack" key="done">
        <Heading>{words.done}</Heading>
        <Note tone="good" spoken>
          {words.doneWhy}
        </Note>
      </div>
    );
  }
  return (
    <div class="stack" key={matter}>
      <Heading>{words.title}</Heading>
      <AuthenticatorPicture kind={words.kind} />
      <p>{words.why}</p>
      <Step matter={matter} stage={stage} host={host} actions={actions} />
    </div>
  );
}

function Step({ matter, stage, host = '', actions }: CeremonyProps) {
  switch (stage.name) {
    case 'starting':
    case 'asking':
      return (
        <div class="button-place">
          <Working>{ceremonyText[stage.name]}</Working>
        </div>
      );
    case 'ready':
      return <Use onPress={actions.use}>{ceremonyText.matters[matter].use}</Use>;
    case 'done':
      return null;
    case 'failed':
      return (
        <>
          <Note tone="bad" spoken>
            {problem(stage.error)}
          </Note>
          {stage.offers.includes('again') && <Use onPress={actions.use}>{commonText.tryAgain}</Use>}
          {stage.offers.includes('own-page') && actions.ownPage && (
            <Button wide onPress={actions.ownPage}>
              {ceremonyText.ownPage(host)}
            </Button>
          )}
        </>
      );
  }
}

function Use({ children, onPress }: { children: string; onPress: () => void }) {
  return (
    <Button look="main" large wide onPress={onPress}>
      {children}
    </Button>
  );
}
