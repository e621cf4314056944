import type { ComponentChildren } from 'preact';
import { initial } from '../format.ts';
import { promptText } from '../sentences.ts';
import { PageCard } from './page-card.tsx';

/** The card with the application and the account on top: they stay in sight on every screen of a sign-in. */
export function PromptCard(props: {
  title: string;
  application: string;
  username: string;
  children: ComponentChildren;
}) {
  const { title, application, username, children } = props;
  return (
    <PageCard>
      <header class="row whose">
        <span class="avatar" aria-hidden="true">
          {initial(application)}
        </span>
        <div class="grow">
          <p>
            <strong>{title}</strong>
          </p>
          <p class="small muted">
            {promptText.as} {username}
          </p>
        </div>
      </header>
      {children}
    </PageCard>
  );
}
