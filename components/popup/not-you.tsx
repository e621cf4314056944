import { useState } from 'preact/hooks';
import type { Reply, RequestView } from '../../lib/messages/contract.ts';
import { Button } from '../button.tsx';
import { problem } from '../everyday-problem.ts';
import { Note } from '../note.tsx';
import { commonText, requestText } from '../sentences.ts';
import type { PopupActions } from './popup-actions.ts';

/** "Not you?" beside an approval by another browser, while it can still be disowned. Asks before it suspends. */
export function NotYou({
  request,
  now,
  actions,
}: {
  request: RequestView;
  now: number;
  actions: PopupActions;
}) {
  const [asking, ask] = useState(false);
  const [reply, answer] = useState<Reply<'push.notMe'> | null>(null);
  if (reply !== null) return <Outcome reply={reply} />;
  if (request.notMeUntil === null || request.notMeUntil <= now) return null;
  if (!asking) return <Button onPress={() => ask(true)}>{requestText.notYou}</Button>;
  return (
    <div class="stack-tight">
      <p class="small">{requestText.notYouAsk}</p>
      <div class="row">
        <Button look="danger" onPress={() => void actions.notMe(request).then(answer)}>
          {requestText.notYouYes}
        </Button>
        <Button look="quiet" onPress={() => ask(false)}>
          {commonText.cancel}
        </Button>
      </div>
    </div>
  );
}

function Outcome({ reply }: { reply: Reply<'push.notMe'> }) {
  if (!reply.ok) {
    return (
      <Note tone="bad" spoken>
        {problem(reply.error)}
      </Note>
    );
  }
  const voided = reply.value.outcome === 'voided';
  return (
    <Note tone={voided ? 'good' : 'warn'} spoken>
      {voided ? requestText.voided : requestText.sessionOpen}
    </Note>
  );
}
