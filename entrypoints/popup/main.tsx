import { render } from 'preact';
import { NothingKnown } from '../../components/popup/nothing-known.tsx';
import { type PasscodeViews, Popup } from '../../components/popup/popup.tsx';
import type { Overview } from '../../lib/messages/contract.ts';
import { send } from '../../lib/messages/messages.ts';
import { pageBrowser } from '../../lib/ports/browser.ts';
import { pageClock } from '../../lib/ports/page-clock.ts';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import { pageMarks } from '../../lib/protocol/marks.ts';
import type { AuthenticatorKind } from '../../lib/protocol/webauthn.ts';
import { findLink } from './find-link.ts';
import { popupActions } from './popup-actions.ts';
import '../../components/popup/popup.css';

const root = document.getElementById('app') as HTMLElement;
const browser = pageBrowser();

let overview: Overview | null = null;
/** What stands in the picture. */
let drawn: Overview | null = null;
let error: ErrorCode | null = null;
let tabHost: string | null = null;
let wanted: AuthenticatorKind | null = null;
let passcodes: PasscodeViews | null = null;

async function read(): Promise<void> {
  const reply = await send('overview.get', {});
  error = reply.ok ? null : reply.error;
  if (reply.ok) overview = reply.value;
}

const reload = (): Promise<void> => read().then(draw);

const actions = popupActions({ browser, reload });

function draw(): void {
  // Preact draws beside what it finds.
  if (overview !== null || error !== null) root.querySelector('.first-sight')?.remove();
  if (overview === null) {
    if (error !== null) render(<NothingKnown error={error} onRetry={() => void reload()} />, root);
    return;
  }
  // A press that is meant for a code must not meet a request that came under it.
  if (!passcodes?.inUse()) drawn = overview;
  const now = pageClock.now() + overview.skew;
  const props = { overview: drawn ?? overview, tabHost, wanted, now, error, passcodes, actions };
  render(<Popup {...props} />, root);
}

/** What the prompt in front waits for. Only pages of a paired service are looked at. */
async function readWanted(tab: { id: number; host: string | null }): Promise<void> {
  const isPaired = overview?.accounts.some(({ origin }) => new URL(origin).host === tab.host);
  const mark = isPaired && (await browser.readAttribute(tab.id, pageMarks.wants).catch(() => null));
  wanted = mark === 'platform' || mark === 'security_key' ? mark : null;
}

/** A browser that is not paired yet was most likely opened to be paired with the page in front. */
async function offerPage(): Promise<void> {
  if (overview === null || overview.accounts.length > 0 || overview.pairing !== null) return;
  const found = await findLink.onPage(browser);
  if ('link' in found) await actions.pairing.offer(found.link);
}

/** After the first picture, so that they keep no card waiting. */
async function addPasscodes(tab: { id: number; host: string | null } | null): Promise<void> {
  const { openPasscodes } = await import('./passcodes.tsx');
  await openPasscodes({
    browser,
    tab,
    overview: () => overview,
    scan: actions.pairing.scanPage,
    show(views) {
      passcodes = views;
      draw();
    },
  });
}

async function open(): Promise<void> {
  // The tab's host decides what a card offers, so the first picture waits for both; neither leaves this computer.
  const [tab] = await Promise.all([browser.activeTab().catch(() => null), read()]);
  tabHost = tab?.host ?? null;
  draw();
  void addPasscodes(tab);
  if (tab) await readWanted(tab);
  await Promise.all([send('inbox.refresh', {}), offerPage()]);
  await reload();
}

browser.onChanged(() => void reload());
pageClock.every(1_000, draw);
void open();
