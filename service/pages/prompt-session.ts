import type { PageClock } from '../../lib/ports/page-clock.ts';
import type { PromptState } from '../../lib/protocol/prompt.ts';
import type { Answer } from './ask.ts';
import { follow } from './follow.ts';
import type { PromptCalls } from './prompt-calls.ts';

/** How long the first push waits for a paired browser to prove that this prompt is open in it. */
const PRESENCE_GRACE = 400;

/** What the page draws from. */
export interface PromptSnapshot {
  state: PromptState | null;
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
  begin(): void;
  answer(match: boolean): void;
}

/**
 * One prompt from load to leaving: follows the transaction, sends the first push when the service lets it (§5.2.4),
 * fetches the code once approved. `onChange` is called after each change, `leave` with where the site waits.
 */
export function openPrompt(options: {
  calls: PromptCalls;
  clock: PageClock;
  onChange: () => void;
  leave: (location: string) => void;
}): PromptSession {
  const { calls, clock, onChange, leave } = options;
  let now: PromptSnapshot = {
    state: null,
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

  const stop = follow({
    clock,
    ask: (after) => calls.state(after),
    onState: (state) => take(state),
    onLost: () => change({ connected: false }),
    onRefused: (dead) => change({ dead }),
  });

  function take(state: PromptState): void {
    const first = now.state === null;
    const willSend = state.opensWith === 'push' && state.parts.push?.starts === true && !autoSent;
    const starting = willSend || (now.starting && state.parts.push?.latest?.state !== 'pending');
    change({ state, starting, connected: true });
    if (isOver(state)) return void finish();
    if (willSend) autoSend(state.present);
    else grace?.();
    // A reload has lost the link, which the service shows once, and nobody has used it yet: make a new one.
    if (first && state.pairing?.state === 'open') begin();
  }

  function autoSend(present: boolean): void {
    if (!present) {
      grace ??= clock.after(PRESENCE_GRACE, () => autoSend(true));
      return;
    }
    grace?.();
    if (autoSent) return;
    autoSent = true;
    send();
  }

  async function told(work: Promise<Answer<unknown>>): Promise<void> {
    const reply = await work;
    change(reply.ok ? { error: null } : { error: reply.error, starting: false });
  }

  function send(): void {
    change({ starting: true, error: null });
    void told(calls.push());
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
    const reply = await calls.finish();
    if (!reply.ok) return change({ dead: reply.error });
    leave(reply.value.location);
  }

  return {
    snapshot: () => now,
    send,
    cancel: () => void told(calls.cancel()),
    begin: () => void begin(),
    answer: (match) => void told(calls.answerPairing(match)),
  };
}

/** Approved, or let in by policy: a person with no method to choose who is not refused either. */
const isOver = ({ state, methods }: PromptState): boolean =>
  state === 'approved' || state === 'finished' || (state === 'choosing' && methods.length === 0);
