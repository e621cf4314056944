import type { CeremonyStage } from '../../components/ceremony/ceremony.tsx';
import type { PageClock } from '../../lib/ports/page-clock.ts';
import type { CeremonyOptions } from '../../lib/protocol/webauthn.ts';
import { type CeremonyResult, wasUnseen } from '../../lib/webauthn/webauthn.ts';
import type { Answer } from './ask.ts';

/** WebAuthn as this page's browser has it. */
export type WebAuthn = typeof import('../../lib/webauthn/webauthn.ts');

/** One ceremony: the service's question, the browser's answer, the service's word on it. */
export interface CeremonySteps<Response> {
  begin(): Promise<Answer<CeremonyOptions>>;
  ask(options: CeremonyOptions, call: { signal: AbortSignal }): Promise<CeremonyResult<Response>>;
  end(response: Response): Promise<Answer<unknown>>;
  /** Whether it can be begun anew after the service has refused the browser's answer, which uses the question up. */
  repeats: boolean;
}

export interface CeremonyRun {
  /** `byItself`: no click has asked for it. */
  start<Response>(steps: CeremonySteps<Response>, options?: { byItself: boolean }): void;
  /** Closes the browser's dialog; the stage stays what it was. */
  stop(): void;
}

/** Runs at most one ceremony at a time. `onStage` hears only of the one that was started last. */
export function runCeremonies(options: {
  clock: Pick<PageClock, 'now'>;
  mayStartByItself: () => boolean;
  onStage: (stage: CeremonyStage) => void;
}): CeremonyRun {
  const { clock, mayStartByItself, onStage } = options;
  let current: AbortController | null = null;

  function stop(): void {
    current?.abort();
    current = null;
  }

  async function run<Response>(
    steps: CeremonySteps<Response>,
    { byItself, signal }: { byItself: boolean; signal: AbortSignal },
  ): Promise<CeremonyStage> {
    const question = await steps.begin();
    if (!question.ok) return failed(question.error, true);
    if (signal.aborted) return ready;
    onStage({ name: 'asking' });
    const asked = clock.now();
    const answer = await steps.ask(question.value, { signal });
    if (answer.ok) {
      const end = await steps.end(answer.response);
      return end.ok ? { name: 'done' } : failed(end.error, steps.repeats);
    }
    const unseen = byItself && wasUnseen(answer.error, clock.now() - asked);
    return unseen ? ready : failed(answer.error, true);
  }

  function start<Response>(steps: CeremonySteps<Response>, { byItself } = { byItself: false }): void {
    stop();
    if (byItself && !mayStartByItself()) {
      onStage(ready);
      return;
    }
    const own = new AbortController();
    current = own;
    onStage({ name: 'starting' });
    void run(steps, { byItself, signal: own.signal }).then((stage) => {
      if (current === own) onStage(stage);
    });
  }

  return { start, stop };
}

const ready: CeremonyStage = { name: 'ready' };

const failed = (error: string, again: boolean): CeremonyStage => ({
  name: 'failed',
  error,
  offers: again ? ['again'] : [],
});
