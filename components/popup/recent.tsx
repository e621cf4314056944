import type { Overview, RequestView } from '../../lib/messages/contract.ts';
import { moment } from '../format.ts';
import { requestText } from '../sentences.ts';
import { resultOf } from './card-result.tsx';
import { NotYou } from './not-you.tsx';
import type { PopupActions } from './popup-actions.ts';
import { TrustedRow } from './trusted-row.tsx';

export interface RecentProps {
  requests: readonly RequestView[];
  trusted: Overview['trusted'];
  now: number;
  actions: PopupActions;
}

/** What was decided in the last five minutes, here or elsewhere, and what passed without asking. */
export function Recent({ requests, trusted, now, actions }: RecentProps) {
  if (requests.length === 0 && trusted.length === 0) return null;
  return (
    <section class="stack-tight" aria-labelledby="recent">
      <h2 id="recent" class="small muted">
        {requestText.recent}
      </h2>
      <ul class="panel list">
        {trusted.map((signIn) => (
          <TrustedRow
            key={`${signIn.device}-${signIn.application}`}
            signIn={signIn}
            now={now}
            onTrusted={actions.toTrusted}
          />
        ))}
        {requests.map((request) => (
          <li key={`${request.device}-${request.id}`} class="stack-tight">
            <div title={moment(request.decidedAt ?? request.createdAt)}>
              <strong>{request.application}</strong>
              <p class="small muted">{resultOf(request)}</p>
            </div>
            <NotYou request={request} now={now} actions={actions} />
          </li>
        ))}
      </ul>
    </section>
  );
}
