import { Heading } from '../heading.tsx';
import { setUpText } from '../sentences.ts';
import { SetUpWays, type SetUpWaysProps } from './set-up-ways.tsx';

/** Set-up inside a sign-in: the choice of way. */
export function FirstSetUp(props: SetUpWaysProps) {
  return (
    <>
      <Heading>{setUpText.chooseTitle}</Heading>
      <p>{setUpText.chooseWhy}</p>
      <SetUpWays {...props} />
    </>
  );
}
