import type { RequestView } from '../../lib/messages/contract.ts';
import { hostOf } from '../format.ts';
import { Note } from '../note.tsx';
import { requestText } from '../sentences.ts';

/** What a person judges a request by. Both hosts stand side by side: a page that relays has another one. */
export function CardFacts({ request, tabHost }: { request: RequestView; tabHost: string | null }) {
  const { address, place, browser, origin, present } = request;
  return (
    <>
      {present === null ? (
        <Note tone="warn">
          <strong>{requestText.elsewhere}</strong>
        </Note>
      ) : (
        <Note tone="good">
          <strong>{requestText.here}</strong>
        </Note>
      )}
      <dl class="facts">
        <dt>{requestText.place}</dt>
        <dd>
          {place ?? requestText.unknownPlace} · {address}
        </dd>
        <dt>{requestText.browser}</dt>
        <dd>{browser}</dd>
        <dt>{requestText.service}</dt>
        <dd>{hostOf(origin)}</dd>
        <dt>{requestText.tab}</dt>
        <dd>{tabHost ?? requestText.unseenTab}</dd>
      </dl>
    </>
  );
}
