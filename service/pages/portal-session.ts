import type {
  PortalActions,
  PortalChange,
  PortalEntry,
  PortalInside,
  PortalScreen,
} from '../../components/portal/portal-screen.ts';
import type { PageClock } from '../../lib/ports/page-clock.ts';
import type { DeviceId } from '../../lib/protocol/ids.ts';
import type { PortalState } from '../../lib/protocol/portal.ts';
import type { Answer } from './ask.ts';
import type { PortalCalls } from './portal-calls.ts';
import { runCeremonies, type WebAuthn } from './run-ceremonies.ts';

export interface PortalSession extends Omit<PortalActions, 'back' | 'copy'> {
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
    if (reply.ok) take(reply.value);
    else if (reply.error === 'portal_closed') putOut();
    else show({ name: 'lost', error: reply.error });
  }

  function take(state: PortalState, part: Partial<PortalInside> = {}): void {
    ahead = state.now - clock.now();
    stay();
    stay = clock.after(state.expiresAt - state.now, () => putOut({ ended: 'over' }));
    show({ name: 'inside', inside: { state, busy: false, told: null, invited: null, ...part } });
  }

  function putOut(part: Partial<PortalEntry> = {}): void {
    stay();
    show({ name: 'outside', entry: { stage: null, ended: null, again: null, ...part } });
  }

  function enter(username: string): void {
    ceremonies.start({
      begin: () => calls.beginAssertion(username),
      ask: browser.authenticate,
      end: calls.assertion,
      repeats: true,
    });
  }

  /** One change at a time. Null where nothing came of it: the page has said why by then. */
  async function change<Value>(
    what: PortalChange,
    call: () => Promise<Answer<Value>>,
  ): Promise<{ value: Value; inside: PortalInside } | null> {
    if (shown.name !== 'inside' || shown.inside.busy) return null;
    show({ ...shown, inside: { ...shown.inside, busy: true, told: null } });
    const reply = await call();
    // Its time may be over by now.
    if (shown.name !== 'inside') return null;
    const { inside } = shown;
    if (reply.ok) return { value: reply.value, inside };
    if (reply.error === 'portal_closed') putOut({ ended: 'over' });
    else if (reply.error === 'proof_again') putOut({ again: inside.state.username });
    else show({ ...shown, inside: { ...inside, busy: false, told: { change: what, error: reply.error } } });
    return null;
  }

  /** The service answers with what is left. */
  async function alter(what: PortalChange, call: () => Promise<Answer<PortalState>>): Promise<void> {
    const changed = await change(what, call);
    if (changed === null) return;
    const { invited } = changed.inside;
    take(changed.value, { told: { change: what, error: null }, invited });
  }

  async function invite(replaces: DeviceId | null): Promise<void> {
    const changed = await change('invite', () => calls.invite(replaces));
    if (changed === null) return;
    showInside({ ...changed.inside, busy: false, invited: changed.value });
  }

  function putAway(): void {
    if (shown.name === 'inside') showInside({ ...shown.inside, invited: null });
  }

  const showInside = (inside: PortalInside): void => show({ name: 'inside', inside });

  async function leave(): Promise<void> {
    if (await change('leave', calls.leave)) putOut({ ended: 'left' });
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
    forget: (what) => void alter('forget', () => calls.forget(what)),
    rename: (device, name) => void alter('rename', () => calls.rename(device, name)),
    remove: (device) => void alter('remove', () => calls.remove(device)),
    invite: (replaces) => void invite(replaces),
    putAway,
    leave: () => void leave(),
  };
}
