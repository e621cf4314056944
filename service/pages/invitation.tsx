import { render } from 'preact';
import { Invitation } from '../../components/pairing/invitation.tsx';
import { pageClock } from '../../lib/ports/page-clock.ts';
import { copyText } from './copy-text.ts';
import { openInvitation } from './invitation-session.ts';
import '../../components/prompt/page.css';

const root = document.getElementById('app') as HTMLElement;
// The secret stays in the address, so that a reload can begin again.
const session = openInvitation({
  invitation: window.location.hash.slice(1),
  clock: pageClock,
  onChange: () => draw(),
});
const actions = { begin: session.begin, answer: session.answer, copy: copyText };

const draw = (): void => render(<Invitation {...session.snapshot()} actions={actions} />, root);

draw();
