import { render } from 'preact';
import { DeadEnd } from '../../components/prompt/dead-end.tsx';
import { PageCard } from '../../components/prompt/page-card.tsx';
import { Prompt } from '../../components/prompt/prompt.tsx';
import { type PromptScreen, promptScreen } from '../../components/prompt/prompt-screen.ts';
import { ceremonyText, commonText, promptText } from '../../components/sentences.ts';
import { Working } from '../../components/working.tsx';
import { pageClock } from '../../lib/ports/page-clock.ts';
import { pageMarks } from '../../lib/protocol/marks.ts';
import * as webAuthn from '../../lib/webauthn/webauthn.ts';
import { copyText } from './copy-text.ts';
import { promptCalls } from './prompt-calls.ts';
import { openPrompt } from './prompt-session.ts';
import '../../components/prompt/page.css';

const root = document.getElementById('app') as HTMLElement;
const { countersignTransaction: transaction = '', countersignChallenge: challenge = '' } = root.dataset;

/** Set by the extension, sooner or later. */
const isPrivate = (): boolean => document.querySelector(`[${pageMarks.privateWindow}]`) !== null;

/** A wait as short as this needs no picture, in milliseconds. */
const UNNOTICED = 100;

let skew = 0;
const session = openPrompt({
  calls: promptCalls(transaction, challenge),
  browser: webAuthn,
  clock: pageClock,
  isPrivate,
  onChange: () => {
    const { state } = session.snapshot();
    if (state && state !== measured) {
      measured = state;
      skew = state.now - pageClock.now();
    }
    drawInTime();
  },
  leave: (location) => {
    const { protocol, href } = new URL(location, window.location.href);
    // A site is on the web; any other scheme would run here.
    if (/^https?:$/.test(protocol)) window.location.replace(href);
  },
});
let measured: unknown = null;
let takeBack = (): void => {};
/** Since when the next picture has been waiting. */
let putOffAt: number | null = null;

const actions = { ...session, copy: copyText };

/** Most answers are here sooner than a picture of the wait for them, and would only have to wait for it. */
function drawInTime(): void {
  takeBack();
  putOffAt ??= pageClock.now();
  const left = putOffAt + patience() - pageClock.now();
  if (left > 0) takeBack = pageClock.after(left, draw);
  else draw();
}

/** How long a picture may wait for an answer that is on its way and will change it, or lead away from here. */
const patience = (): number => (isPassing() ? UNNOTICED : 0);

/** Before anything has begun, that answer is whether this browser is trusted. */
function isPassing(): boolean {
  const { state, dead, ...context } = session.snapshot();
  if (dead !== null) return false;
  if (state === null || context.held) return true;
  const { name } = promptScreen(state, { ...context, now: pageClock.now() + skew });
  return name === 'starting' || name === 'done';
}

function draw(): void {
  putOffAt = null;
  const snapshot = session.snapshot();
  const { state, link, platform, manages, connected, error, dead } = snapshot;
  const now = pageClock.now() + skew;
  if (dead !== null || state === null) {
    title(promptText.titles[dead === null ? 'starting' : 'dead']);
    markWanted(null);
    render(
      <PageCard>
        {dead === null ? (
          <Working>{commonText.loading}</Working>
        ) : (
          <DeadEnd code={dead} helpDesk={state?.helpDesk ?? null} />
        )}
      </PageCard>,
      root,
    );
    return;
  }
  const screen = promptScreen(state, { ...snapshot, now });
  title(`${wordsFor(screen)} · ${state.application.name}`);
  markWanted(wantedBy(screen));
  render(
    <Prompt
      state={state}
      screen={screen}
      link={link !== null && link.pairing === state.pairing?.id ? link.value : null}
      platform={platform}
      manages={manages}
      isPrivate={isPrivate()}
      now={now}
      connected={connected}
      error={error}
      actions={actions}
    />,
    root,
  );
}

const title = (words: string): void => {
  document.title = words;
};

function markWanted(wanted: string | null): void {
  if (wanted === null) root.removeAttribute(pageMarks.wants);
  else root.setAttribute(pageMarks.wants, wanted);
}

/** The toolbar popup takes the focus that an authenticator needs, so it offers the way back; a code it can fill in. */
function wantedBy(screen: PromptScreen): string | null {
  if (screen.name === 'key') return screen.ceremony.kind;
  return screen.name === 'passcode' && screen.method.ready ? 'passcode' : null;
}

function wordsFor(screen: PromptScreen): string {
  if (screen.name === 'passcode' && screen.entry.error !== null) return promptText.titles.failed;
  if (screen.name !== 'key') return promptText.titles[screen.name];
  const { kind, adds, stage } = screen.ceremony;
  if (stage.name === 'failed') return promptText.titles.failed;
  return ceremonyText.matters[`${adds ? 'add' : 'use'}_${kind}`].title;
}

drawInTime();
new MutationObserver(session.lookAgain).observe(document, {
  subtree: true,
  attributeFilter: [pageMarks.privateWindow],
});
pageClock.every(1_000, draw);
