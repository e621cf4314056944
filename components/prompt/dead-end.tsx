import { Heading } from '../heading.tsx';
import { problem } from '../problem.ts';
import { promptText } from '../sentences.ts';
import { HelpDesk } from './help-desk.tsx';

/** Nothing more can be done on this page: what happened, what to do, and the help desk's own words. */
export function DeadEnd({ code, helpDesk }: { code: string; helpDesk: string | null }) {
  return (
    <div class="stack" role="alert">
      <Heading>{promptText.over}</Heading>
      <p>{problem(code)}</p>
      <HelpDesk words={helpDesk} />
    </div>
  );
}
