import { useState } from 'preact/hooks';
import { Heading } from '../../../components/heading.tsx';
import { PageCard } from '../../../components/prompt/page-card.tsx';
import { TrustedList } from '../../../components/trusted/trusted-list.tsx';
import type { ForgetPost, TrustedBrowser } from '../../../lib/protocol/trust.ts';
import { NOW, severalTrusted } from './canned.ts';

/** What a service would keep. */
const kept = (trusted: TrustedBrowser[], what: ForgetPost): TrustedBrowser[] =>
  trusted.filter(({ id, here }) => (what.which === 'one' ? id !== what.id : what.which === 'others' && here));

/** The list over a service that forgets at once, after a moment in which the list is busy. */
export function LiveList() {
  const [trusted, keep] = useState(severalTrusted());
  const [busy, work] = useState(false);
  const forget = async (what: ForgetPost): Promise<void> => {
    work(true);
    await Promise.resolve();
    keep((all) => kept(all, what));
    work(false);
  };
  return (
    <PageCard>
      <Heading>Trusted browsers</Heading>
      <TrustedList trusted={trusted} now={NOW} busy={busy} onForget={(what) => void forget(what)} />
    </PageCard>
  );
}
