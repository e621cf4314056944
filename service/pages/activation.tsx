import { render } from 'preact';
import { ActivationLink } from '../../components/pairing/activation-link.tsx';
import { DeadEnd } from '../../components/prompt/dead-end.tsx';
import { PageCard } from '../../components/prompt/page-card.tsx';
import { copyText } from './copy-text.ts';
import '../../components/prompt/page.css';

const { href, hash } = window.location;

render(
  <PageCard>
    {hash.length > 1 ? (
      <ActivationLink link={href} onCopy={copyText} />
    ) : (
      <DeadEnd code="link_invalid" helpDesk={null} />
    )}
  </PageCard>,
  document.getElementById('app') as HTMLElement,
);
