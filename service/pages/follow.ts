import type { PageClock } from '../../lib/ports/page-clock.ts';
import type { Answer } from './ask.ts';

/** After these the same question is asked again; any other refusal is final. */
const passing = ['unreachable', 'internal', 'too_many'];

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;

export interface Following<State> {
  clock: Pick<PageClock, 'after'>;
  /** Waits for a state newer than the revision. */
  ask: (after: number | undefined) => Promise<Answer<State>>;
  onState: (state: State) => void;
  /** The service could not be reached; it is asked again. */
  onLost: () => void;
  onRefused: (error: string) => void;
}

/** Follows something that has revisions until it is refused or the reply is called. */
export function follow<State extends { revision: number }>(following: Following<State>): () => void {
  const { clock, ask, onState, onLost, onRefused } = following;
  let stopped = false;
  let revision: number | undefined;
  let wait = FIRST_WAIT;

  const next = async (): Promise<void> => {
    if (stopped) return;
    const reply = await ask(revision);
    if (stopped) return;
    if (reply.ok) {
      wait = FIRST_WAIT;
      revision = reply.value.revision;
      onState(reply.value);
      void next();
      return;
    }
    if (!passing.includes(reply.error)) return onRefused(reply.error);
    onLost();
    clock.after(wait, () => void next());
    wait = Math.min(2 * wait, LONGEST_WAIT);
  };

  void next();
  return () => {
    stopped = true;
  };
}
