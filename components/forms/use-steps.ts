import { useState } from 'preact/hooks';
import { useFocusWith } from '../use-focus-with.ts';
import { useOutcome } from './use-outcome.ts';

/** The steps of one matter: at rest, or within one of its forms. The focus goes with them. */
export function useSteps<Step extends string>() {
  const [current, enter] = useState<{ step: Step | 'rest' }>({ step: 'rest' });
  const place = useFocusWith(current);
  const { outcome, say } = useOutcome();

  const go = (step: Step | 'rest', words = ''): void => {
    say(words);
    enter({ step });
  };
  return {
    place,
    step: current.step,
    /** Of the last step, said at rest. */
    outcome,
    begin: (step: Step) => go(step),
    back: () => go('rest'),
    /** Back, with words for what was done. */
    over: (words: string) => go('rest', words),
  };
}
