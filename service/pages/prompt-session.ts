import type { PromptActions } from '../../components/prompt/prompt-actions.ts';
import type { PromptCeremony } from '../../components/prompt/prompt-screen.ts';
import type { PushTarget } from '../../components/prompt/push-target.ts';
import type { PageClock } from '../../lib/ports/page-clock.ts';
import type { PushId } from '../../lib/protocol/ids.ts';
import type { Method, PromptState } from '../../lib/protocol/prompt.ts';
import type { Answer } from './ask.ts';
import { follow } from './follow.ts';
import { isPending } from './presence-grace.ts';
import { createPromptAsking } from './prompt-asking.ts';
import type { PromptCalls } from './prompt-calls.ts';
import { createPromptCeremony } from './prompt-ceremony.ts';
import { createPromptParting } from './prompt-parting.ts';
import { createPromptPasscode } from './prompt-passcode.ts';
import { createPromptSetUp } from './prompt-set-up.ts';
import { createSnapshots, type PromptSnapshot } from './prompt-snapshot.ts';
import type { WebAuthn } from './run-ceremonies.ts';

/** What the person can do comes back as the next snapshot. */
export interface PromptSession extends Omit<PromptActions, 'copy'> {
  snapshot(): PromptSnapshot;
  /** Something about this window became known, such as that it is private. */
  lookAgain(): void;
}

/**
 * One prompt from load to leaving: follows the transaction, asks or sets up, and fetches the code once approved.
 * `onChange` is called after each change, `leave` with where the site waits.
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
  const snapshots = createSnapshots({ onChange });
  const { now, change, together } = snapshots;

  const setUp = createPromptSetUp({ calls, onChange: change });

  const ceremony = createPromptCeremony({
    calls,
    browser,
    clock,
    isApproved: () => isOver(now().state),
    onChange: (ceremony) => {
      change({ ceremony });
      if (isOvertaken(ceremony)) goOn();
    },
    onAdded: setUp.added,
  });

  const passcode = createPromptPasscode({ calls, onChange: (passcode) => change({ passcode }) });

  const asking = createPromptAsking({
    calls,
    ceremony,
    passcode,
    clock,
    snapshots,
    told: (work) => told(work),
    onReleased: () => together(() => (withheld === null ? goOn() : take(withheld))),
  });

  const parting = createPromptParting({
    calls,
    clock,
    isPrivate,
    onChange: change,
    onFinish: () => stop(),
    leave,
    die: (error) => die(error),
  });

  const stop = follow({
    clock,
    ask: (after) => calls.state(after),
    onState: (state) => together(() => take(state)),
    onLost: () => change({ connected: false }),
    onRefused: (dead) => die(dead),
  });

  void browser.platformAvailable().then((platform) =>
    together(() => {
      change({ platform });
      goOn();
    }),
  );

  /** A lock-out that a paired browser may open, as long as none has said whether the prompt is open in it. */
  let withheld: PromptState | null = null;

  function take(state: PromptState): void {
    withheld = asking.awaitsPresence(state) ? state : null;
    if (withheld !== null) return;
    const before = now().state;
    change({ state, starting: now().starting && !isPending(state), connected: true });
    if (before?.state === 'refused') change({ past: endedPush(state) });
    if (before === null && setUp.resumes(state)) change({ method: 'push' });
    if (isOver(state)) takeLeave(state, before);
    else if (isOpen(state)) goOn();
    else if (state.state !== 'enrolling') giveUp();
  }

  /** What the person does about one more way goes on, whatever the service says meanwhile. */
  function takeLeave(state: PromptState, before: PromptState | null): void {
    if (before !== null && !isOver(before)) asking.clear();
    if (now().method === 'push' && setUp.isPaired(state)) {
      setUp.added('push');
      asking.clear();
    }
    parting.take(state);
  }

  /** Refused, perhaps not for good: an account can be unlocked. */
  function giveUp(): void {
    asking.adopt(null);
    parting.stop();
  }

  function goOn(): void {
    const { state, ceremony } = now();
    if (state === null || !isOpen(state)) return;
    together(() => {
      if (isOvertaken(ceremony)) asking.adopt(null);
      asking.proceed(state);
    });
  }

  async function told(work: Promise<Answer<unknown>>): Promise<void> {
    const reply = await work;
    change(reply.ok ? { error: null } : { error: reply.error, starting: false });
  }

  function choose(method: Method | null, to: PushTarget | null = null): void {
    const { state } = now();
    if (state === null || !isOpen(state)) {
      startSetUp(method);
      return;
    }
    asking.adopt(method);
    if (method === null) goOn();
    else asking.start(method, to);
  }

  function startSetUp(method: Method | null): void {
    setUp.turn(null);
    if (method === 'platform' || method === 'security_key') {
      asking.adopt(method);
      ceremony.add(method);
      return;
    }
    // What follows on a pairing begins as any prompt does: the new browser may prove that it is there.
    asking.clear();
    change({ method, error: null });
    if (method === 'push') setUp.pair();
  }

  function die(dead: string): void {
    asking.putAway();
    change({ dead });
  }

  function skip(): void {
    if (now().state?.setUp?.step === 'practice') void told(calls.skipPractice());
    else parting.skip();
  }

  return {
    snapshot: now,
    send: () => together(asking.send),
    cancel: () => void told(calls.cancel()),
    choose: (method, to) => together(() => choose(method, to)),
    browse: () => together(asking.browse),
    use: () => together(asking.use),
    verify: passcode.verify,
    turn: setUp.turn,
    begin: setUp.pair,
    answer: (match) => void told(calls.answerPairing(match)),
    skip,
    trust: parting.answer,
    manage: parting.manage,
    goOn: parting.goOn,
    lookAgain: parting.lookAgain,
  };
}

const isOpen = ({ state }: PromptState): boolean => state === 'choosing' || state === 'waiting';

/** The last request, once nobody can answer it any more. */
const endedPush = (state: PromptState): PushId | null =>
  isPending(state) ? null : (state.parts.push?.latest?.id ?? null);

/** A set-up that failed after all was set up: in another tab, or with an answer that was lost. */
const isOvertaken = (ceremony: PromptCeremony | null): boolean =>
  ceremony?.adds === true && ceremony.stage.name === 'failed';

/** Approved, or let in by policy: a person with no method to choose who is not refused either. */
const isOver = (state: PromptState | null): boolean =>
  state?.state === 'approved' ||
  state?.state === 'finished' ||
  (state?.state === 'choosing' && state.methods.length === 0);
