import { render } from 'preact';
import { Confirmed } from '../../components/prompt/confirmed.tsx';
import { PageCard } from '../../components/prompt/page-card.tsx';
import '../../components/prompt/page.css';

render(
  <PageCard>
    <Confirmed />
  </PageCard>,
  document.getElementById('app') as HTMLElement,
);
