import type { PortalActions, PortalInside, PortalScreen } from '../../components/portal/portal-screen.ts';
import type { PageClock } from '../../lib/ports/page-clock.ts';
import type { PortalState } from '../../lib/protocol/portal.ts';
import type { ForgetPost } from '../../lib/protocol/trust.ts';
import type { PortalCalls } from './portal-calls.ts';
import { runCeremonies, type WebAuthn } from './run-ceremonies.ts';

export interface PortalSession extends Omit<PortalActions, 'back'> {
  screen(): PortalScreen;
  /** The service's time in milliseconds. */
  now(): number;
}

/** One look at the portal: outside, until an authenticator or a sign-in has opened it, and outside again at its end. */
export function openPortal(options: {
  calls: PortalCalls;
  browser: Pick<WebAuthn, 'authenticate' | 'mayStartByItself'>;
  clock: PageClock;
  onChange: () => void;
}): PortalSession {
  const { calls, browser, clock, onChange } = options;
  let shown: PortalScreen = { name: 'loading' };
  /** How far the service's clock is ahead of this computer's. */
  let ahead = 0;
  /** Takes back the closing at the session's end. */
  let stay = (): void => {};

  const show = (screen: PortalScreen): void => {
    shown = screen;
    onChange();
  };

  const ceremonies = runCeremonies({
    clock,
    mayStartByItself: browser.mayStartByItself,
    onStage: (stage) => {
      if (shown.name !== 'outside') return;
      show({ ...shown, entry: { ...shown.entry, stage } });
      if (stage.name === 'done') void load();
    },
  });

  async function load(): Promise<void> {
    const reply = await calls.state();
    if (reply.ok) take(reply.value, null);
    else if (reply.error === 'portal_closed') putOut(null);
    else show({ name: 'lost', error: reply.error });
  }

  function take(state: PortalState, told: PortalInside['told']): void {
    ahead = state.now - clock.now();
    stay();
    stay = clock.after(state.expiresAt - state.now, () => putOut('over'));
    show({ name: 'inside', inside: { state, busy: false, told } });
  }

  function putOut(ended: 'over' | 'left' | null): void {
    stay();
    show({ name: 'outside', entry: { stage: null, ended } });
  }

  function enter(username: string): void {
    ceremonies.start({
      begin: () => calls.beginAssertion(username),
      ask: browser.authenticate,
      end: calls.assertion,
      repeats: true,
    });
  }

  /** Its time may be over by now. */
  function change(part: Partial<PortalInside>): void {
    if (shown.name === 'inside') show({ ...shown, inside: { ...shown.inside, ...part } });
  }

  /** One change at a time: false where another is under way. */
  function begin(): boolean {
    if (shown.name !== 'inside' || shown.inside.busy) return false;
    change({ busy: true, told: null });
    return true;
  }

  /** The service answers with what is left. */
  async function forget(what: ForgetPost): Promise<void> {
    if (!begin()) return;
    const reply = await calls.forget(what);
    if (reply.ok) take(reply.value, 'done');
    else if (reply.error === 'portal_closed') putOut('over');
    else change({ busy: false, told: { error: reply.error } });
  }

  async function leave(): Promise<void> {
    if (!begin()) return;
    const reply = await calls.leave();
    if (reply.ok) putOut('left');
    else change({ busy: false, told: { error: reply.error } });
  }

  void load();
  return {
    screen: () => shown,
    now: () => clock.now() + ahead,
    load: () => {
      show({ name: 'loading' });
      void load();
    },
    enter,
    forget: (what) => void forget(what),
    leave: () => void leave(),
  };
}
