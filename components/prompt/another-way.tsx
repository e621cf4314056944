import { Button } from '../button.tsx';
import { Heading } from '../heading.tsx';
import { Note } from '../note.tsx';
import { setUpText } from '../sentences.ts';
import type { SetUpMethod } from './prompt-screen.ts';
import { SetUpWays, type SetUpWaysProps } from './set-up-ways.tsx';

export interface AnotherWayProps extends SetUpWaysProps {
  /** What was set up here just now, besides the first. */
  added: SetUpMethod | null;
  onSkip: () => void;
}

/** After the first sign-in: one more way, for the day when the first is not at hand. */
export function AnotherWay({ added, onSkip, ...ways }: AnotherWayProps) {
  const isLast = ways.choices.length === 0;
  return (
    <>
      <Heading>{isLast ? setUpText.ready : setUpText.anotherTitle}</Heading>
      {added !== null && (
        <Note tone="good" spoken>
          {setUpText.ways[added].added}
        </Note>
      )}
      <p>{isLast ? setUpText.readyWhy : setUpText.anotherWhy}</p>
      {!isLast && <SetUpWays {...ways} />}
      <Button look={isLast ? 'main' : 'quiet'} large={isLast} wide onPress={onSkip}>
        {added === null ? setUpText.skip : setUpText.goOn}
      </Button>
    </>
  );
}
