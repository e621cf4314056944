import { askedLast, type PushTarget } from '../../components/prompt/push-target.ts';
import type { PageClock } from '../../lib/ports/page-clock.ts';
import type { Method, PromptState } from '../../lib/protocol/prompt.ts';
import type { Answer } from './ask.ts';
import { isUndecided, openingMethod } from './opening-method.ts';
import { createPresenceGrace } from './presence-grace.ts';
import type { PromptCalls } from './prompt-calls.ts';
import type { createPromptCeremony } from './prompt-ceremony.ts';
import type { createPromptPasscode } from './prompt-passcode.ts';
import type { Snapshots } from './prompt-snapshot.ts';

/** How the person is asked: what the prompt opens with (§5.2.4), and what they choose instead. */
export function createPromptAsking(options: {
  calls: Pick<PromptCalls, 'push' | 'switchTo'>;
  ceremony: ReturnType<typeof createPromptCeremony>;
  passcode: ReturnType<typeof createPromptPasscode>;
  clock: Pick<PageClock, 'after'>;
  snapshots: Snapshots;
  /** Says how a call went. */
  told: (work: Promise<Answer<unknown>>) => Promise<void>;
  /** What was held may begin. */
  onReleased: () => void;
}) {
  const { calls, ceremony, passcode, clock, snapshots, told, onReleased } = options;
  const { now, change } = snapshots;
  /** A method was chosen by the person, or has begun by itself: no other one comes by itself. */
  let begun = false;
  let autoSent = false;

  const grace = createPresenceGrace({ clock, onOver: onReleased });

  function proceed(state: PromptState): void {
    if (!begun) open(state);
    const sends = now().method === 'push' && state.parts.push?.starts === true && !autoSent;
    if (begun && sends) send(null);
  }

  /** Shows what the prompt opens with at once, so that it can be used; by itself it begins a little later. */
  function open(state: PromptState): void {
    const { platform, method: shown } = now();
    const method = openingMethod(state, platform);
    if (method !== shown) show(method);
    // A field to type in asks nobody for anything.
    const held = method !== 'passcode' && (isUndecided(state, platform) || grace.lasts(state));
    change({ held });
    if (held || method === null) return;
    begin();
    if (method === 'platform' || method === 'security_key') ceremony.use(method, { byItself: true });
  }

  function show(method: Method | null): void {
    putAway();
    change({ method });
    if (method === 'passcode') passcode.begin();
    else if (method !== null && method !== 'push') ceremony.offer(method);
  }

  /** From here on nothing else begins by itself. */
  function begin(): void {
    grace.end();
    begun = true;
    change({ held: false });
  }

  function send(to: PushTarget | null): void {
    begin();
    autoSent = true;
    change({ starting: true, error: null });
    void told(calls.push(to));
  }

  /** Unlike the others, a field to type in begins nothing at the service that would take back what waits there. */
  function switchToCodes(): void {
    passcode.begin();
    void told(calls.switchTo('passcode'));
  }

  /** Whatever asks the person for something just now. */
  function putAway(): void {
    ceremony.stop();
    passcode.stop();
  }

  /** Nothing is chosen. */
  function clear(): void {
    putAway();
    if (now().method !== null) change({ method: null });
  }

  /** What is chosen takes the place of what was; null: what the prompt opens with may come by itself again. */
  function adopt(method: Method | null): void {
    clear();
    grace.end();
    begun = method !== null;
    change({ method, held: false, starting: false, error: null });
  }

  return {
    proceed,
    /** Locked unless a paired browser proves that this prompt is open in it; the wait for that has begun. */
    awaitsPresence: (state: PromptState): boolean =>
      state.refusal === 'locked_elsewhere' && !begun && grace.lasts(state),
    putAway,
    clear,
    adopt,
    /** Asks by what was chosen. A push goes to the one browser, if there is one. */
    start(method: Method, to: PushTarget | null): void {
      if (method === 'push') send(to);
      else if (method === 'passcode') switchToCodes();
      else ceremony.use(method, { byItself: false });
    },
    /** Whom the last request asked, the next one asks. */
    send(): void {
      const push = now().state?.parts.push;
      send(push ? askedLast(push) : null);
    },
    use(): void {
      begin();
      ceremony.press();
    },
    browse(): void {
      if (now().method === null) return;
      autoSent = true;
      begin();
    },
  };
}
