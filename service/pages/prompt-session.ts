import type { PromptCeremony, PromptPasscode } from '../../components/prompt/prompt-screen.ts';
import type { PageClock } from '../../lib/ports/page-clock.ts';
import type { Method, PromptState } from '../../lib/protocol/prompt.ts';
import type { Answer } from './ask.ts';
import { follow } from './follow.ts';
import { openingMethod } from './opening-method.ts';
import { createPresenceGrace, isPending } from './presence-grace.ts';
import type { PromptCalls } from './prompt-calls.ts';
import { createPromptCeremony } from './prompt-ceremony.ts';
import { createPromptParting, type Parted } from './prompt-parting.ts';
import { createPromptPasscode } from './prompt-passcode.ts';
import type { WebAuthn } from './run-ceremonies.ts';

/** What the page draws from. */
export interface PromptSnapshot extends Parted {
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
  /** The answer to "Is this your device?". */
  trust(yes: boolean): void;
  /** To the devices: at once where the sign-in is approved, else then; a second time: no longer. */
  manage(): void;
  /** Past what went wrong after the approval. */
  goOn(): void;
  /** Something about this window became known, such as that it is private. */
  lookAgain(): void;
}

/**
 * One prompt from load to leaving: follows the transaction, begins with the method that it opens with (§5.2.4),
 * fetches the code once approved. `onChange` is called after each change, `leave` with where the site waits.
 */
export function openPrompt(options: {
  calls: PromptCalls;
  browser: WebAuthn;
  clock: PageClock;
  /** Whether nothing can be remembered here. */
  isPrivate: () => boolean;
  onChange: () => void;
  leave: (location: string) => void;
}): PromptSession {
  const { calls, browser, clock, isPrivate, onChange, leave } = options;
  let now: PromptSnapshot = {
    state: null,
    method: null,
    ceremony: null,
    passcode: null,
    parting: null,
    manages: false,
    platform: null,
    link: null,
    starting: false,
    connected: true,
    error: null,
    dead: null,
  };
  let autoSent = false;
  /** Nothing has begun yet, since something is waited for. */
  let held = false;

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

  const parting = createPromptParting({
    calls,
    clock,
    isPrivate,
    onChange: (parted) => change(parted),
    onFinish: () => stop(),
    leave,
    die: (error) => die(error),
  });

  const grace = createPresenceGrace({ clock, onOver: () => goOn() });

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
    now = { ...now, state, starting: now.starting && !isPending(state), connected: true };
    if (state.state === 'enrolling') {
      if (first) resumeSetUp(state);
    } else if (isOver(state)) takeLeave(state);
    else if (isOpen(state)) goOn();
    else giveUp();
    // Last, because the way to the site does not wait for a picture.
    onChange();
  }

  function takeLeave(state: PromptState): void {
    putAway();
    parting.take(state);
  }

  function giveUp(): void {
    putAway();
    parting.stop();
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
    if (begins(state) && isEarly(state)) hold();
    else begin(state);
  }

  const sendsFirst = ({ parts }: PromptState): boolean =>
    now.method === 'push' && parts.push?.starts === true && !autoSent;

  const begins = (state: PromptState): boolean => now.method === null || sendsFirst(state);

  const isEarly = (state: PromptState): boolean =>
    grace.lasts(state) || (state.opensWith === 'platform' && now.platform === null);

  function begin(state: PromptState): void {
    if (now.method === null) open(state);
    if (sendsFirst(state)) send();
    else letGo();
  }

  function open(state: PromptState): void {
    const method = openingMethod(state, now.platform);
    if (method === null) return;
    change({ method });
    if (method !== 'push') takeUp(method, { byItself: true });
  }

  function hold(): void {
    held = true;
    if (!now.starting) change({ starting: true });
  }

  function letGo(): void {
    if (!held) return;
    held = false;
    change({ starting: false });
  }

  async function told(work: Promise<Answer<unknown>>): Promise<void> {
    const reply = await work;
    change(reply.ok ? { error: null } : { error: reply.error, starting: false });
  }

  function send(): void {
    grace.end();
    held = false;
    autoSent = true;
    change({ starting: true, error: null });
    void told(calls.push());
  }

  function choose(method: Method | null): void {
    const waits = now.method === 'passcode' && isPending(now.state);
    grace.end();
    held = false;
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
    if (method === 'push') void beginPairing();
    else if (method !== null && method !== 'passcode') ceremony.add(method);
  }

  /** A reload has lost the link, which the service shows once, and nobody has used it yet: make a new one. */
  function resumeSetUp({ pairing }: PromptState): void {
    if (pairing === null) return;
    change({ method: 'push' });
    if (pairing.state === 'open') void beginPairing();
  }

  async function beginPairing(): Promise<void> {
    const reply = await calls.beginPairing();
    if (!reply.ok) return change({ error: reply.error });
    const { id, link } = reply.value;
    change({ error: null, link: link === null ? null : { pairing: id, value: link } });
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
    begin: () => void beginPairing(),
    answer: (match) => void told(calls.answerPairing(match)),
    trust: parting.answer,
    manage: parting.manage,
    goOn: parting.goOn,
    lookAgain: parting.lookAgain,
  };
}

const isOpen = ({ state }: PromptState): boolean => state === 'choosing' || state === 'waiting';

/** A set-up that failed after all was set up: in another tab, or with an answer that was lost. */
const isOvertaken = (ceremony: PromptCeremony | null): boolean =>
  ceremony?.adds === true && ceremony.stage.name === 'failed';

/** Approved, or let in by policy: a person with no method to choose who is not refused either. */
const isOver = ({ state, methods }: PromptState): boolean =>
  state === 'approved' || state === 'finished' || (state === 'choosing' && methods.length === 0);
