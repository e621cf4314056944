import { Heading } from '../heading.tsx';
import { problem } from '../problem.ts';
import { promptText } from '../sentences.ts';
import { HelpDesk } from './help-desk.tsx';

/** Nothing more can be done on this page: what happened, what to do, and the help desk's own words. */
export function DeadEnd(props: {
  code: string;
  helpDesk: string | null;
  title?: string;
  /** The page goes on by itself as soon as the help desk has put it right. */
  waits?: boolean;
}) {
  const { code, helpDesk, title = titleOf(code), waits = false } = props;
  return (
    <div class="stack" role="alert">
      <Heading>{title}</Heading>
      <p>{problem(code)}</p>
      {waits && <p class="small muted">{promptText.waits}</p>}
      <HelpDesk words={helpDesk} />
    </div>
  );
}

const titleOf = (code: string): string =>
  Object.hasOwn(promptText.ends, code)
    ? promptText.ends[code as keyof typeof promptText.ends]
    : promptText.over;
