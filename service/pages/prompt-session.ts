import type { PromptCeremony, PromptPasscode } from '../../components/prompt/prompt-screen.ts';
import type { PageClock } from '../../lib/ports/page-clock.ts';
import type { Method, PromptState } from '../../lib/protocol/prompt.ts';
import type { Answer } from './ask.ts';
import { follow } from './follow.ts';
import { openingMethod } from './opening-method.ts';
import type { PromptCalls } from './prompt-calls.ts';
import { createPromptCeremony } from './prompt-ceremony.ts';
import { createPromptPasscode } from './prompt-passcode.ts';
import type { WebAuthn } from './run-ceremonies.ts';

/** How long the first push waits for a paired browser to prove that this prompt is open in it. */
const PRESENCE_GRACE = 400;

/** What the page draws from. */
export interface PromptSnapshot {
  state: PromptState | null;
  /** How the person confirms now, or is set up to; null while nothing is chosen. */
  method: Method | null;
  ceremony: PromptCeremony | null;
  passcode: PromptPasscode | null;
  /** Whether this computer has an authenticator of its own; null until the browser has told. */
  platform: boolean | null;
  /** The activation link of the pairing that this page began; the service gives it once. */
  link: { pairing: string; value: string } | null;
  starting: boolean;
  connected: boolean;
  /** Why the last thing asked for was refused. */
  error: string | null;
  /** Why nothing can be shown any more. */
  dead: string | null;
}

export interface PromptSession {
  snapshot(): PromptSnapshot;
  send(): void;
  cancel(): void;
  /** Another way to confirm or to be set up; null: back to the choice. */
  choose(method: Method | null): void;
  /** Opens the browser's dialog for the chosen authenticator. */
  use(): void;
  /** Sends a code as it was typed. */
  verify(typed: string): void;
  begin(): void;
  answer(match: boolean): void;
}

/**
 * One prompt from load to leaving: follows the transaction, begins with the method that it opens with (§5.2.4),
 * fetches the code once approved. `onChange` is called after each change, `leave` with where the site waits.
 */
export function openPrompt(options: {
  calls: PromptCalls;
  browser: WebAuthn;
  clock: PageClock;
  onChange: () => void;
  leave: (location: string) => void;
}): PromptSession {
  const { calls, browser, clock, onChange, leave } = options;
  let now: PromptSnapshot = {
    state: null,
    method: null,
    ceremony: null,
    passcode: null,
    platform: null,
    link: null,
    starting: false,
    connected: true,
    error: null,
    dead: null,
  };
  let autoSent = false;
  /** Takes back the first push that still waits for presence. */
  let grace: (() => void) | null = null;
  let finishing = false;

  const change = (part: Partial<PromptSnapshot>): void => {
    now = { ...now, ...part };
    onChange();
  };

  const ceremony = createPromptCeremony({
    calls,
    browser,
    clock,
    onChange: (ceremony) => {
      change({ ceremony });
      goOn();
    },
  });

  const passcode = createPromptPasscode({ calls, onChange: (passcode) => change({ passcode }) });

  const stop = follow({
    clock,
    ask: (after) => calls.state(after),
    onState: (state) => take(state),
    onLost: () => change({ connected: false }),
    onRefused: (dead) => die(dead),
  });

  void browser.platformAvailable().then((platform) => {
    change({ platform });
    goOn();
  });

  function take(state: PromptState): void {
    const first = now.state === null;
    change({ state, starting: now.starting && !isPending(state), connected: true });
    if (isOver(state)) return void finish();
    if (state.state === 'enrolling') {
      if (first) resumeSetUp(state);
    } else if (isOpen(state)) goOn();
    else putAway();
  }

  function goOn(): void {
    if (now.state !== null && isOpen(now.state)) proceed(now.state);
  }

  /** Chooses what the prompt opens with, and sends the first push where that is one. */
  function proceed(state: PromptState): void {
    if (isOvertaken(now.ceremony)) {
      change({ method: null });
      ceremony.stop();
    }
    if (now.method === null) open(state);
    if (now.method === 'push' && state.parts.push?.starts === true && !autoSent) autoSend(state.present);
    else holdBack();
  }

  function open(state: PromptState): void {
    const method = openingMethod(state, now.platform);
    if (method === null) return;
    change({ method });
    if (method !== 'push') takeUp(method, { byItself: true });
  }

  function autoSend(present: boolean): void {
    change({ starting: true });
    if (present) send();
    else grace ??= clock.after(PRESENCE_GRACE, send);
  }

  function holdBack(): void {
    if (grace === null) return;
    grace();
    grace = null;
    change({ starting: false });
  }

  async function told(work: Promise<Answer<unknown>>): Promise<void> {
    const reply = await work;
    change(reply.ok ? { error: null } : { error: reply.error, starting: false });
  }

  function send(): void {
    grace?.();
    grace = null;
    autoSent = true;
    change({ starting: true, error: null });
    void told(calls.push());
  }

  function choose(method: Method | null): void {
    const waits = now.method === 'passcode' && isPending(now.state);
    holdBack();
    putAway();
    change({ method, starting: false, error: null });
    if (now.state?.state === 'enrolling') setUp(method);
    else if (method === null) goOn();
    else if (method !== 'push') takeUp(method, { byItself: false });
    // Unlike an authenticator, a field to type in did not take back the push that was waiting.
    else if (!waits) send();
  }

  function takeUp(method: Exclude<Method, 'push'>, { byItself }: { byItself: boolean }): void {
    if (method === 'passcode') passcode.begin();
    else ceremony.use(method, { byItself });
  }

  /** Whatever asks the person for something just now. */
  function putAway(): void {
    ceremony.stop();
    passcode.stop();
  }

  function setUp(method: Method | null): void {
    if (method === 'push') void begin();
    else if (method !== null && method !== 'passcode') ceremony.add(method);
  }

  /** A reload has lost the link, which the service shows once, and nobody has used it yet: make a new one. */
  function resumeSetUp({ pairing }: PromptState): void {
    if (pairing === null) return;
    change({ method: 'push' });
    if (pairing.state === 'open') void begin();
  }

  async function begin(): Promise<void> {
    const reply = await calls.beginPairing();
    if (!reply.ok) return change({ error: reply.error });
    const { id, link } = reply.value;
    change({ error: null, link: link === null ? null : { pairing: id, value: link } });
  }

  /** Once is enough: from here the page only leaves. */
  async function finish(): Promise<void> {
    if (finishing) return;
    finishing = true;
    stop();
    ceremony.stop();
    const reply = await calls.finish();
    if (!reply.ok) return die(reply.error);
    leave(reply.value.location);
  }

  function die(dead: string): void {
    putAway();
    change({ dead });
  }

  return {
    snapshot: () => now,
    send,
    cancel: () => void told(calls.cancel()),
    choose,
    use: ceremony.press,
    verify: passcode.verify,
    begin: () => void begin(),
    answer: (match) => void told(calls.answerPairing(match)),
  };
}

const isOpen = ({ state }: PromptState): boolean => state === 'choosing' || state === 'waiting';

const isPending = (state: PromptState | null): boolean => state?.parts.push?.latest?.state === 'pending';

/** A set-up that failed after all was set up: in another tab, or with an answer that was lost. */
const isOvertaken = (ceremony: PromptCeremony | null): boolean =>
  ceremony?.adds === true && ceremony.stage.name === 'failed';

/** Approved, or let in by policy: a person with no method to choose who is not refused either. */
const isOver = ({ state, methods }: PromptState): boolean =>
  state === 'approved' || state === 'finished' || (state === 'choosing' && methods.length === 0);
