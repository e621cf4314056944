import { Heading } from '../heading.tsx';
import { problem } from '../problem.ts';
import { promptText } from '../sentences.ts';
import { HelpDesk } from './help-desk.tsx';

/** Nothing more can be done on this page: what happened, what to do, and the help desk's own words. */
export function DeadEnd(props: { code: string; helpDesk: string | null; title?: string }) {
  const { code, helpDesk, title = promptText.over } = props;
  return (
    <div class="stack" role="alert">
      <Heading>{title}</Heading>
      <p>{problem(code)}</p>
      <HelpDesk words={helpDesk} />
    </div>
  );
}
