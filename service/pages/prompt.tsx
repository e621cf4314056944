import { render } from 'preact';
import { DeadEnd } from '../../components/prompt/dead-end.tsx';
import { PageCard } from '../../components/prompt/page-card.tsx';
import { Prompt } from '../../components/prompt/prompt.tsx';
import { type PromptScreen, promptScreen } from '../../components/prompt/prompt-screen.ts';
import { commonText, promptText } from '../../components/sentences.ts';
import { Working } from '../../components/working.tsx';
import { pageClock } from '../../lib/ports/page-clock.ts';
import { copyText } from './copy-text.ts';
import { promptCalls } from './prompt-calls.ts';
import { openPrompt } from './prompt-session.ts';
import '../../components/prompt/page.css';

const root = document.getElementById('app') as HTMLElement;
const { countersignTransaction: transaction = '', countersignChallenge: challenge = '' } = root.dataset;

let skew = 0;
const session = openPrompt({
  calls: promptCalls(transaction, challenge),
  clock: pageClock,
  onChange: () => {
    const { state } = session.snapshot();
    if (state && state !== measured) {
      measured = state;
      skew = state.now - pageClock.now();
    }
    draw();
  },
  leave: (location) => {
    // A site is on the web; any other scheme would run here.
    if (/^https?:/i.test(location)) window.location.replace(location);
  },
});
let measured: unknown = null;

const actions = {
  send: session.send,
  cancel: session.cancel,
  begin: session.begin,
  answer: session.answer,
  copy: copyText,
};

function draw(): void {
  const { state, link, starting, connected, error, dead } = session.snapshot();
  const now = pageClock.now() + skew;
  if (dead !== null || state === null) {
    title(dead === null ? 'starting' : 'dead', '');
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
  const screen = promptScreen(state, { starting, now });
  title(screen.name, state.application.name);
  render(
    <Prompt
      state={state}
      screen={screen}
      link={link !== null && link.pairing === state.pairing?.id ? link.value : null}
      now={now}
      connected={connected}
      error={error}
      actions={actions}
    />,
    root,
  );
}

function title(screen: PromptScreen['name'], application: string): void {
  const words = promptText.titles[screen];
  document.title = application === '' ? words : `${words} · ${application}`;
}

draw();
pageClock.every(1_000, draw);
