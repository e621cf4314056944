import { render } from 'preact';
import { DeadEnd } from '../../components/prompt/dead-end.tsx';
import { PageCard } from '../../components/prompt/page-card.tsx';
import { behindRefusal } from './behind-refusal.ts';
import '../../components/prompt/page.css';

const root = document.getElementById('app') as HTMLElement;
const { error = '', helpDesk = '' } = root.dataset;

render(
  <PageCard>
    <DeadEnd code={behindRefusal(error)} helpDesk={helpDesk || null} />
  </PageCard>,
  root,
);
