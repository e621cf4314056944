import { render } from 'preact';
import { Portal } from '../../components/portal/portal.tsx';
import { SECOND } from '../../lib/ports/clock.ts';
import { pageClock } from '../../lib/ports/page-clock.ts';
import * as webAuthn from '../../lib/webauthn/webauthn.ts';
import { copyText } from './copy-text.ts';
import { portalCalls } from './portal-calls.ts';
import { openPortal } from './portal-session.ts';
import '../../components/portal/portal.css';

const root = document.getElementById('app') as HTMLElement;
const session = openPortal({
  calls: portalCalls,
  browser: webAuthn,
  clock: pageClock,
  onChange: () => draw(),
});

const actions = { ...session, copy: copyText, back: (url: string) => window.location.assign(url) };

const draw = (): void =>
  render(<Portal screen={session.screen()} now={session.now()} actions={actions} />, root);

pageClock.every(SECOND, draw);
draw();
