import type { PromptCeremony, PromptPasscode } from '../../components/prompt/prompt-screen.ts';
import type { PushId } from '../../lib/protocol/ids.ts';
import type { Method, PromptState } from '../../lib/protocol/prompt.ts';
import type { Parted } from './prompt-parting.ts';
import type { SettingUp } from './prompt-set-up.ts';

/** What the page draws from. */
export interface PromptSnapshot extends Parted, SettingUp {
  state: PromptState | null;
  /** How the person confirms now, or is set up to; null while nothing is chosen. */
  method: Method | null;
  ceremony: PromptCeremony | null;
  passcode: PromptPasscode | null;
  /** Whether this computer has an authenticator of its own; null until the browser has told. */
  platform: boolean | null;
  /** What the prompt opens with is shown, and has not begun by itself yet. */
  held: boolean;
  /** The push that had come to nothing when the prompt went on after a refusal. */
  past: PushId | null;
  starting: boolean;
  connected: boolean;
  /** Why the last thing asked for was refused. */
  error: string | null;
  /** Why nothing can be shown any more. */
  dead: string | null;
}

/** The one place where the page's parts put what they know. */
export interface Snapshots {
  now(): PromptSnapshot;
  change(part: Partial<PromptSnapshot>): void;
  /** Several changes make one picture. It comes last: the way to the site does not wait for it. */
  together(job: () => void): void;
}

export function createSnapshots({ onChange }: { onChange: () => void }): Snapshots {
  let now: PromptSnapshot = {
    state: null,
    method: null,
    ceremony: null,
    passcode: null,
    parting: null,
    manages: false,
    why: 0,
    added: null,
    link: null,
    platform: null,
    held: false,
    past: null,
    starting: false,
    connected: true,
    error: null,
    dead: null,
  };
  let gathering = false;
  return {
    now: () => now,
    change(part) {
      now = { ...now, ...part };
      if (!gathering) onChange();
    },
    together(job) {
      const outer = gathering;
      gathering = true;
      job();
      gathering = outer;
      if (!outer) onChange();
    },
  };
}
