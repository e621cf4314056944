import { describe, expect, test } from 'vitest';
import { cardAnswer, nextCards, popupPanel, recentRequests } from '../../../components/popup/popup-state.ts';
import type { RequestView } from '../../../lib/messages/contract.ts';
import type { PushId } from '../../../lib/protocol/ids.ts';
import { account, elsewhere, NOW, overview, request } from '../../journeys/screens/canned.ts';

const named = (id: string, part: Partial<RequestView> = {}) => request({ id: id as PushId, ...part });
const ids = (requests: readonly RequestView[]) => requests.map(({ id }) => id);

describe('cardAnswer', () => {
  const answerTo = (card: RequestView, tabHost: string | null = 'portal.example.net') =>
    cardAnswer({ request: card, tabHost, now: NOW });

  test('one click where presence is proven, seen from any tab', () => {
    expect(answerTo(request())).toBe('click');
    expect(answerTo(request(), null)).toBe('click');
  });

  test('the number of a request from elsewhere only where the page in front can be named', () => {
    expect(answerTo(elsewhere())).toBe('number');
    expect(answerTo(elsewhere(), null)).toBe('toolbar');
  });

  test('the number where policy always asks for it, seen from any tab: this browser shows the prompt itself', () => {
    expect(answerTo(request({ answer: 'number' }))).toBe('number');
    expect(answerTo(request({ answer: 'number' }), null)).toBe('number');
  });

  test('only "Not me" where policy refuses', () => {
    expect(answerTo(elsewhere({ answer: 'refuse' }))).toBe('refuse');
    expect(answerTo(elsewhere({ answer: 'refuse' }), null)).toBe('refuse');
  });

  test('nothing once it is decided or its time is up', () => {
    expect(answerTo(request({ state: 'approved' }))).toBe('over');
    expect(answerTo(request({ expiresAt: NOW }))).toBe('over');
  });
});

describe('nextCards', () => {
  test('begins with what waits, oldest first', () => {
    const late = named('late', { createdAt: 2 });
    const early = named('early', { createdAt: 1 });
    const decided = named('decided', { state: 'approved' });
    expect(ids(nextCards([], overview({ requests: [late, decided, early] })))).toEqual(['early', 'late']);
  });

  test('keeps every card in its place: decided, gone, and newer ones after them', () => {
    const first = nextCards([], overview({ requests: [named('one'), named('two')] }));
    const next = nextCards(
      first,
      overview({ requests: [named('zero', { createdAt: 0 }), named('two', { state: 'approved' })] }),
    );
    expect(ids(next)).toEqual(['one', 'two', 'zero']);
    expect(next.map(({ state }) => state)).toEqual(['withdrawn', 'approved', 'pending']);
  });
});

test('recentRequests are the decided ones that are no card, newest first', () => {
  const all = [
    named('old', { state: 'denied', decidedAt: 1 }),
    named('new', { state: 'approved', decidedAt: 2 }),
    named('shown', { state: 'approved', decidedAt: 3 }),
    named('waiting'),
  ];
  expect(ids(recentRequests([named('shown')], overview({ requests: all })))).toEqual(['new', 'old']);
});

describe('popupPanel', () => {
  const panel = (part: Parameters<typeof overview>[0], cards: RequestView[] = [], wantsToPair = false) =>
    popupPanel({ overview: overview(part), cards, wantsToPair, wanted: null, asksCode: false });
  const pairing = {
    origin: 'https://countersign.example.org',
    step: 'claiming',
    username: null,
    digits: null,
    error: null,
  } as const;

  test('a page that waits for an authenticator is said, unless a request waits too', () => {
    const wanting = {
      overview: overview(),
      wantsToPair: false,
      wanted: 'security_key',
      asksCode: false,
    } as const;
    expect(popupPanel({ ...wanting, cards: [] })).toBe('key');
    expect(popupPanel({ ...wanting, cards: [request()] })).toBeNull();
  });

  test('a page that waits for a code is said also below a request', () => {
    const asking = { overview: overview(), wantsToPair: false, wanted: null, asksCode: true } as const;
    expect(popupPanel({ ...asking, cards: [request()] })).toBe('code');
    expect(popupPanel({ ...asking, cards: [], wantsToPair: true })).toBe('pairing');
  });

  test('a pairing that is done hides nothing that the page in front asks for', () => {
    const done = {
      overview: overview({ pairing: { ...pairing, step: 'done' } }),
      wantsToPair: false,
    } as const;
    expect(popupPanel({ ...done, cards: [], wanted: null, asksCode: true })).toBe('code');
    expect(popupPanel({ ...done, cards: [], wanted: 'platform', asksCode: false })).toBe('key');
    expect(popupPanel({ ...done, cards: [request()], wanted: 'platform', asksCode: false })).toBe('pairing');
    expect(panel({ pairing: { ...pairing, step: 'done' } })).toBe('pairing');
    const underWay = { ...done, overview: overview({ pairing }) };
    expect(popupPanel({ ...underWay, cards: [], wanted: null, asksCode: true })).toBe('pairing');
  });

  test('a pairing shows beside waiting requests', () => {
    expect(panel({ pairing }, [request()])).toBe('pairing');
    expect(panel({}, [], true)).toBe('pairing');
  });

  test('cards need nothing below them', () => expect(panel({}, [request()])).toBeNull());

  test('without cards it says how things stand', () => {
    expect(panel({})).toBe('quiet');
    expect(panel({ accounts: [] })).toBe('unpaired');
    expect(panel({ accounts: [account({ status: 'device_suspended' })] })).toBe('unpaired');
  });

  test('offline it does not claim that nothing waits', () => {
    expect(panel({ accounts: [account({ online: false })] })).toBe('offline');
  });
});
