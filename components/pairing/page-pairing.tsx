import type { PairingView } from '../../lib/protocol/prompt.ts';
import { Button } from '../button.tsx';
import { problem } from '../everyday-problem.ts';
import { Heading } from '../heading.tsx';
import { Note } from '../note.tsx';
import { commonText, pairingText, setUpText } from '../sentences.ts';
import { Working } from '../working.tsx';
import { ActivationLink } from './activation-link.tsx';
import { CompareDigits } from './compare-digits.tsx';

/** What the page that began a pairing can set off. */
export interface PagePairingActions {
  /** Makes a new activation link; an older one of this page ends. */
  begin: () => void;
  answer: (match: boolean) => void;
  /** Copies the link; answers whether that worked. */
  copy: (link: string) => Promise<boolean>;
}

export interface PagePairingProps {
  pairing: PairingView;
  /** The link, while this page still has it: the service shows it once. */
  link: string | null;
  /** What comes after success. */
  done: string;
  actions: PagePairingActions;
}

/** A pairing on the page that began it: link, digits, answer. */
export function PagePairing({ pairing, link, done, actions }: PagePairingProps) {
  return (
    <div class="stack" key={stageOf(pairing)}>
      {pairing.contested && (
        <Note tone="warn" spoken>
          {setUpText.contested}
        </Note>
      )}
      <Stage pairing={pairing} link={link} done={done} actions={actions} />
    </div>
  );
}

type Stage = 'link' | 'claimed' | 'compare' | 'waiting' | 'done' | 'over';

function stageOf({ state, pageConfirmed }: PairingView): Stage {
  if (state === 'open') return 'link';
  if (state === 'compared') return pageConfirmed ? 'waiting' : 'compare';
  if (state === 'refused' || state === 'expired') return 'over';
  return state;
}

function Stage({ pairing, link, done, actions }: PagePairingProps) {
  const browser = pairing.browser ?? setUpText.someBrowser;
  switch (stageOf(pairing)) {
    case 'link':
      return link === null ? (
        <LinkGone onBegin={actions.begin} />
      ) : (
        <ActivationLink link={link} onCopy={actions.copy} />
      );
    case 'compare':
      return (
        <CompareDigits digits={pairing.digits ?? ''} where={setUpText.comparePage} onAnswer={actions.answer}>
          <dl class="facts">
            <dt>{setUpText.browser}</dt>
            <dd>{browser}</dd>
          </dl>
          {/* The line keeps its place from the start: the buttons below must not move under the pointer. */}
          <p class="small muted" role="status">
            {pairing.deviceConfirmed ? setUpText.otherConfirmed : '\u00a0'}
          </p>
        </CompareDigits>
      );
    case 'claimed':
      return (
        <>
          <Heading>{setUpText.setUp}</Heading>
          <Working>{setUpText.claimed(browser)}</Working>
        </>
      );
    case 'waiting':
      return (
        <>
          <Heading>{setUpText.setUp}</Heading>
          <Working>{setUpText.waitingForBrowser}</Working>
        </>
      );
    case 'done':
      return (
        <>
          <Heading>{pairingText.done}</Heading>
          <Note tone="good">{done}</Note>
        </>
      );
    case 'over':
      return (
        <>
          <Heading>{pairingText.failed}</Heading>
          <Note tone="bad">
            {problem(pairing.state === 'refused' ? 'pairing_refused' : 'activation_expired')}
          </Note>
          <Button look="main" large wide onPress={actions.begin}>
            {commonText.startAgain}
          </Button>
        </>
      );
  }
}

function LinkGone({ onBegin }: { onBegin: () => void }) {
  return (
    <>
      <Heading>{setUpText.setUp}</Heading>
      <p>{setUpText.linkGone}</p>
      <Button look="main" large wide onPress={onBegin}>
        {setUpText.newLink}
      </Button>
    </>
  );
}
