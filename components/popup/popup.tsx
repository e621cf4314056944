import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Overview, RequestView } from '../../lib/messages/contract.ts';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import type { AuthenticatorKind } from '../../lib/protocol/webauthn.ts';
import { problem } from '../everyday-problem.ts';
import { Heading } from '../heading.tsx';
import { Note } from '../note.tsx';
import { requestText } from '../sentences.ts';
import { AccountTroubles } from './account-troubles.tsx';
import { Foot } from './foot.tsx';
import { Notices } from './notices.tsx';
import { Panel } from './panel.tsx';
import type { PopupActions } from './popup-actions.ts';
import { nextCards, popupPanel, recentRequests } from './popup-state.ts';
import { Recent } from './recent.tsx';
import { RequestCard } from './request-card.tsx';

/** What passcodes add; it comes after the first picture. */
export interface PasscodeViews {
  /** What is said of a page that waits for a code; false where it does not. */
  asked: ComponentChildren;
  list: ComponentChildren;
  lock: ComponentChildren;
  /** Whether passcodes are kept, which need the room. */
  areKept: boolean;
  /** Whether a hand is on its way to a code: nothing may move there now. */
  inUse(): boolean;
}

export interface PopupProps {
  overview: Overview;
  /** Host of the tab in front; null where the browser does not tell it. */
  tabHost: string | null;
  /** The authenticator that the prompt in front waits for. */
  wanted: AuthenticatorKind | null;
  /** The service's time in milliseconds. */
  now: number;
  /** Why the overview could not be read again; null when it could. */
  error: ErrorCode | null;
  passcodes: PasscodeViews | null;
  actions: PopupActions;
}

/** The toolbar popup: what waits, what is being paired, what happened lately, and whose account it is. */
export function Popup({ overview, tabHost, wanted, now, error, passcodes, actions }: PopupProps) {
  const cards = useCards(overview);
  const [spoken, speak] = useState('');
  const [wantsToPair, wantToPair] = useState(false);
  const panel = popupPanel({ overview, cards, wantsToPair, wanted, asksCode: Boolean(passcodes?.asked) });
  const waiting = cards.filter((card) => card.state === 'pending');
  return (
    <div class="popup">
      <main class="stack">
        <p class="heard" role="status">
          {spoken || arrivals(waiting)}
        </p>
        {error !== null && <Note tone="bad">{problem(error)}</Note>}
        <AccountTroubles accounts={overview.accounts} onOptions={actions.openOptions} />
        {cards.length > 0 && <Heading unseen>{waitingTitle(waiting.length)}</Heading>}
        {cards.map((request) => (
          <RequestCard
            key={`${request.device}-${request.id}`}
            request={request}
            tabHost={tabHost}
            now={now}
            alone={cards.length === 1}
            asking={overview.asking?.push === request.id}
            actions={actions}
            speak={speak}
          />
        ))}
        <Panel
          panel={panel}
          progress={overview.pairing}
          wanted={wanted}
          asked={passcodes?.asked}
          brief={passcodes?.areKept === true}
          actions={actions}
          onPair={() => wantToPair(true)}
          onClose={() => wantToPair(false)}
        />
        <Recent
          requests={recentRequests(cards, overview)}
          trusted={overview.trusted}
          now={now}
          actions={actions}
        />
        <Notices notices={overview.notices} onDismiss={(notice) => void actions.dismiss(notice)} />
        {passcodes?.list}
      </main>
      <Foot
        accounts={overview.accounts}
        lock={passcodes?.lock}
        canPair={overview.pairing === null && panel !== 'pairing' && panel !== 'unpaired'}
        onPair={() => wantToPair(true)}
        onOptions={actions.openOptions}
      />
    </div>
  );
}

const waitingTitle = (count: number): string =>
  [requestText.none, requestText.one][count] ?? requestText.several(count);

/** Said when a request comes or goes; the words change only when the requests do. */
const arrivals = (waiting: readonly RequestView[]): string =>
  waiting.map((request) => requestText.arrived(request.application)).join('. ');

/** The cards outlive what the overview says of them; see `nextCards`. */
function useCards(overview: Overview): readonly RequestView[] {
  const shown = useRef<{ of: Overview | null; cards: readonly RequestView[] }>({ of: null, cards: [] });
  if (shown.current.of !== overview) {
    shown.current = { of: overview, cards: nextCards(shown.current.cards, overview) };
  }
  return shown.current.cards;
}
