import { type SetUpMethod, setUpChoices } from '../../components/prompt/prompt-screen.ts';
import type { PromptState } from '../../lib/protocol/prompt.ts';
import type { PromptCalls } from './prompt-calls.ts';

/** What the page draws from, of a set-up. */
export interface SettingUp {
  /** The page of reasons for a second step that is open; null once the person is past them. */
  why: number | null;
  /** What was set up beside the way that approved this sign-in. */
  added: SetUpMethod | null;
  /** The activation link of the pairing that this page began; the service gives it once. */
  link: { pairing: string; value: string } | null;
}

/** The first set-up, and one more way after it: why, and pairing by this page. Authenticators are `prompt-ceremony.ts`. */
export function createPromptSetUp(options: {
  calls: Pick<PromptCalls, 'beginPairing'>;
  onChange: (part: Partial<SettingUp> & { error?: string | null }) => void;
}) {
  const { calls, onChange } = options;

  async function pair(): Promise<void> {
    const reply = await calls.beginPairing();
    if (!reply.ok) return onChange({ error: reply.error });
    const { id, link } = reply.value;
    onChange({ error: null, link: link === null ? null : { pairing: id, value: link } });
  }

  return {
    turn: (why: number | null) => onChange({ why }),
    added: (added: SetUpMethod) => onChange({ added }),
    pair: () => void pair(),
    /** Whether a pairing was under way when the page was loaded. A reload has lost its link: where nobody has used that, there is a new one. */
    resumes({ pairing, setUp }: PromptState): boolean {
      if (pairing?.state === 'open' && setUp?.step === 'first') {
        void pair();
        return true;
      }
      return setUp !== null && (pairing?.state === 'claimed' || pairing?.state === 'compared');
    },
    /** Whether the browser that was to be one more way is paired now. */
    isPaired: (state: PromptState): boolean =>
      state.setUp?.step !== 'first' && !setUpChoices(state).includes('push'),
  };
}
