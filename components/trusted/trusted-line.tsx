import type { TrustedBrowser } from '../../lib/protocol/trust.ts';
import { Button } from '../button.tsx';
import { moment } from '../format.ts';
import { trustedListText } from '../sentences/trust.ts';
import { fromNow } from './from-now.ts';

export interface TrustedLineProps {
  trusted: TrustedBrowser;
  now: number;
  busy: boolean;
  onForget: () => void;
}

/** One trusted browser: which, for what, since and until when, and where it was used last. */
export function TrustedLine({ trusted, now, busy, onForget }: TrustedLineProps) {
  const { browser, here, since, until, lastUsed, address, place } = trusted;
  const application = trustedListText.application(trusted.application);
  return (
    <>
      <div class="grow">
        <p>
          <strong>{browser}</strong> {here && <span class="here">{trustedListText.here}</span>}
        </p>
        <p class="small">{application}</p>
        <p class="small muted">
          <span title={moment(since)}>{trustedListText.since(fromNow(since, now))}</span>
          {' · '}
          <span title={moment(until)}>{trustedListText.until(fromNow(until, now))}</span>
        </p>
        <p class="small muted">
          <span title={moment(lastUsed)}>{trustedListText.used(fromNow(lastUsed, now))}</span>{' '}
          {trustedListText.from(place, address)}
        </p>
      </div>
      <Button label={trustedListText.forgetLabel(browser, application)} disabled={busy} onPress={onForget}>
        {trustedListText.forget}
      </Button>
    </>
  );
}
