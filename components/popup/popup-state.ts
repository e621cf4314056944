import type { Overview, RequestView } from '../../lib/messages/contract.ts';
import type { AuthenticatorKind } from '../../lib/protocol/webauthn.ts';

/** How a card can be answered. `toolbar`: only after the popup was opened by the toolbar button. */
export type CardAnswer = 'click' | 'number' | 'toolbar' | 'refuse' | 'over';

export interface CardContext {
  request: RequestView;
  /** Host of the tab in front, null when the browser does not tell it. */
  tabHost: string | null;
  /** The service's time in milliseconds. */
  now: number;
}

/**
 * A number is typed only where the card can name the page in front of the person: that is what shows a page that
 * relays somebody else's sign-in.
 */
export function cardAnswer({ request, tabHost, now }: CardContext): CardAnswer {
  if (request.state !== 'pending' || request.expiresAt <= now) return 'over';
  if (request.answer !== 'number') return request.answer;
  return request.present === null && tabHost === null ? 'toolbar' : 'number';
}

const sameRequest = (one: RequestView) => (other: RequestView) =>
  one.id === other.id && one.device === other.device;

const hasEnded = (request: RequestView): RequestView =>
  request.state === 'pending' ? { ...request, state: 'withdrawn' } : request;

/**
 * The cards to show: those that were there stay in their places, whatever became of them, and new ones come after
 * them, so that nothing moves under the pointer.
 */
export function nextCards(shown: readonly RequestView[], overview: Overview): RequestView[] {
  const kept = shown.map((card) => overview.requests.find(sameRequest(card)) ?? hasEnded(card));
  const added = overview.requests
    .filter((request) => request.state === 'pending' && !shown.some(sameRequest(request)))
    .sort((one, other) => one.createdAt - other.createdAt);
  return [...kept, ...added];
}

/** Decided within the last five minutes and not among the cards; newest first. */
export const recentRequests = (cards: readonly RequestView[], overview: Overview): RequestView[] =>
  overview.requests
    .filter((request) => request.state !== 'pending' && !cards.some(sameRequest(request)))
    .sort((one, other) => (other.decidedAt ?? other.createdAt) - (one.decidedAt ?? one.createdAt));

/**
 * What stands below the cards; `null`: the cards say it all. `key`: the page in front waits for an authenticator,
 * `code`: for a code.
 */
export type PopupPanel = 'pairing' | 'code' | 'unpaired' | 'key' | 'offline' | 'quiet' | null;

export function popupPanel(input: {
  overview: Overview;
  cards: readonly RequestView[];
  wantsToPair: boolean;
  /** What the page in front waits for. */
  wanted: AuthenticatorKind | null;
  /** Whether it waits for a code that this browser can give. */
  asksCode: boolean;
}): PopupPanel {
  const { overview, cards, wantsToPair, wanted, asksCode } = input;
  const { pairing } = overview;
  const isPaired = pairing?.step === 'done';
  if ((pairing !== null && !isPaired) || wantsToPair) return 'pairing';
  if (asksCode) return 'code';
  const active = overview.accounts.filter(({ status }) => status === 'active');
  if (wanted !== null && cards.length === 0 && active.length > 0) return 'key';
  // That it is paired now can wait for what the page in front asks.
  if (isPaired) return 'pairing';
  if (cards.length > 0) return null;
  if (active.length === 0) return 'unpaired';
  // What was last heard says nothing about now.
  return active.some(({ online }) => online) ? 'quiet' : 'offline';
}
