import type { NoticeView } from '../../lib/messages/contract.ts';
import { Button } from '../button.tsx';
import { moment } from '../format.ts';
import { Icon } from '../icon.tsx';
import { popupText } from '../sentences.ts';

/** What the person should know, each until dismissed. */
export function Notices(props: { notices: readonly NoticeView[]; onDismiss: (notice: NoticeView) => void }) {
  const { notices, onDismiss } = props;
  if (notices.length === 0) return null;
  return (
    <section class="stack-tight" aria-labelledby="notices">
      <h2 id="notices" class="small muted">
        {popupText.notices}
      </h2>
      <ul class="panel list">
        {notices.map((notice) => (
          <li key={`${notice.device}-${notice.id}`} class="row">
            <p class="grow small" title={moment(notice.at)}>
              {popupText.notice[notice.kind](notice.about)}
            </p>
            <Button look="quiet" label={popupText.dismiss} onPress={() => onDismiss(notice)}>
              <Icon name="cross" />
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
