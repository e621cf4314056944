import type { PromptCeremony } from '../../components/prompt/prompt-screen.ts';
import type { PageClock } from '../../lib/ports/page-clock.ts';
import type { AuthenticatorKind, RegistrationResponse } from '../../lib/protocol/webauthn.ts';
import type { PromptCalls } from './prompt-calls.ts';
import { runCeremonies, type WebAuthn } from './run-ceremonies.ts';

/** The prompt's authenticator: signing in with it, or setting it up, for the first time to sign in with it then. */
export function createPromptCeremony(options: {
  calls: PromptCalls;
  browser: WebAuthn;
  clock: Pick<PageClock, 'now'>;
  /** Whether the person is signed in already: what is set up then is one way more. */
  isApproved: () => boolean;
  onChange: (ceremony: PromptCeremony | null) => void;
  onAdded: (kind: AuthenticatorKind) => void;
}) {
  const { calls, browser, clock, isApproved, onChange, onAdded } = options;
  let shown: PromptCeremony | null = null;
  let registered: AuthenticatorKind | null = null;

  const show = (next: PromptCeremony | null): void => {
    shown = next;
    onChange(next);
  };

  const ceremonies = runCeremonies({
    clock,
    mayStartByItself: browser.mayStartByItself,
    onStage: (stage) => {
      if (shown?.adds && stage.name === 'done') end(registered ?? shown.kind);
      else if (shown !== null) show({ ...shown, stage });
    },
  });

  function end(kind: AuthenticatorKind): void {
    if (isApproved()) {
      stop();
      onAdded(kind);
    } else show(signInNext(kind));
  }

  function stop(): void {
    ceremonies.stop();
    if (shown !== null) show(null);
  }

  function use(kind: AuthenticatorKind, { byItself }: { byItself: boolean }): void {
    const steps = {
      begin: () => calls.beginAssertion(kind),
      ask: browser.authenticate,
      end: calls.assertion,
      repeats: true,
    };
    shown = { kind, adds: false, added: shown?.added === true, stage: { name: 'starting' } };
    ceremonies.start(steps, { byItself });
  }

  function add(kind: AuthenticatorKind): void {
    const steps = {
      begin: () => calls.beginRegistration(kind),
      ask: browser.register,
      end: async (response: RegistrationResponse) => {
        const reply = await calls.registration(response);
        if (reply.ok) registered = reply.value.kind;
        return reply;
      },
      repeats: true,
    };
    shown = { kind, adds: true, added: false, stage: { name: 'starting' } };
    ceremonies.start(steps);
  }

  return {
    /** Shows it, with a button, before it begins. */
    offer: (kind: AuthenticatorKind) => show({ kind, adds: false, added: false, stage: { name: 'ready' } }),
    use,
    add,
    /** The person's press on its button, at first or after a failure. */
    press(): void {
      if (shown?.adds === true) add(shown.kind);
      else if (shown !== null) use(shown.kind, { byItself: false });
    },
    stop,
  };
}

/** The second dialog waits for a click: coming by itself it would look as if the first had failed. */
const signInNext = (kind: AuthenticatorKind): PromptCeremony => ({
  kind,
  adds: false,
  added: true,
  stage: { name: 'ready' },
});
