import type { PromptPasscode } from '../../components/prompt/prompt-screen.ts';
import type { PromptCalls } from './prompt-calls.ts';

const untried: PromptPasscode = { stage: 'ready', error: null, tries: 0 };

/** The prompt's field for a code: one at a time goes to the service, and a refusal leaves it open for the next. */
export function createPromptPasscode(options: {
  calls: Pick<PromptCalls, 'passcode'>;
  onChange: (passcode: PromptPasscode | null) => void;
}) {
  const { calls, onChange } = options;
  let shown: PromptPasscode | null = null;

  const show = (next: PromptPasscode | null): void => {
    shown = next;
    onChange(next);
  };

  async function verify(typed: string): Promise<void> {
    if (shown?.stage !== 'ready') return;
    const checking: PromptPasscode = { ...shown, stage: 'checking' };
    show(checking);
    const reply = await calls.passcode(typed);
    // Another way was chosen meanwhile; if the code was right, the next state says so.
    if (shown !== checking) return;
    if (reply.ok) show({ ...checking, stage: 'done', error: null });
    else show({ stage: 'ready', error: reply.error, tries: checking.tries + 1 });
  }

  return {
    begin: () => show(untried),
    verify: (typed: string) => void verify(typed),
    stop(): void {
      if (shown !== null) show(null);
    },
  };
}
