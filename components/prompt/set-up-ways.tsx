import { promptText, setUpText } from '../sentences.ts';
import { Way } from '../way.tsx';
import { type SetUpMethod, usableHere } from './prompt-screen.ts';

export interface SetUpWaysProps {
  /** What policy lets the person set up, the strongest first. */
  choices: readonly SetUpMethod[];
  /** Whether this computer has an authenticator of its own; null until the browser has told. */
  platform: boolean | null;
  /** A private window, which forgets a pairing. */
  isPrivate: boolean;
  onChoose: (method: SetUpMethod) => void;
}

/** The ways to be set up; the strongest that works in this browser is the main one. */
export function SetUpWays({ choices, platform, isPrivate, onChoose }: SetUpWaysProps) {
  const first = choices.find((method) => usableHere(method, platform));
  return (
    <div class="stack-tight">
      {choices.map((method) => (
        <Way
          key={method}
          name={setUpText.ways[method].name}
          words={wordsOf(method, { platform, isPrivate })}
          look={method === first ? 'main' : 'plain'}
          disabled={!usableHere(method, platform)}
          onPress={() => onChoose(method)}
        />
      ))}
    </div>
  );
}

function wordsOf(
  method: SetUpMethod,
  { platform, isPrivate }: Pick<SetUpWaysProps, 'platform' | 'isPrivate'>,
): string {
  if (!usableHere(method, platform)) return promptText.noPlatform;
  return method === 'push' && isPrivate ? setUpText.pairPrivate : setUpText.ways[method].why;
}
