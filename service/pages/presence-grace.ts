import type { PageClock } from '../../lib/ports/page-clock.ts';
import type { PromptState } from '../../lib/protocol/prompt.ts';

/** How long what begins by itself waits for a paired browser to prove that this prompt is open in it. */
const PRESENCE_GRACE = 400;

/**
 * A paired browser may prove that this prompt is open in it, so that a push can be approved with a click. It may also
 * be trusted, and then nothing has to be asked: no dialog and no push may come in between.
 */
export function createPresenceGrace(options: { clock: Pick<PageClock, 'after'>; onOver: () => void }) {
  const { clock, onOver } = options;
  let isOver = false;
  let cancel: (() => void) | null = null;

  const end = (): void => {
    isOver = true;
    cancel?.();
  };

  return {
    /** Whether to wait still. The first question begins the wait. */
    lasts(state: PromptState): boolean {
      if (state.present || isPending(state) || !hasBrowsers(state)) end();
      if (!isOver)
        cancel ??= clock.after(PRESENCE_GRACE, () => {
          end();
          onOver();
        });
      return !isOver;
    },
    end,
  };
}

/** Whether a push waits for its answer. */
export const isPending = (state: PromptState | null): boolean =>
  state?.parts.push?.latest?.state === 'pending';

/** Only paired browsers give this method, whether it can be used now or not. */
const hasBrowsers = ({ methods }: PromptState): boolean => methods.some(({ method }) => method === 'push');
