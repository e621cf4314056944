import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

const icons = { good: 'tick', warn: 'warning', bad: 'warning', plain: 'info' } as const satisfies Record<
  string,
  IconName
>;

/** A remark beside the matter. `spoken`: it appeared because something happened, so it is read out. */
export function Note(props: { tone?: keyof typeof icons; spoken?: boolean; children: ComponentChildren }) {
  const { tone = 'plain', spoken = false, children } = props;
  return (
    <div class={`note ${tone}`} {...(spoken && { role: 'alert' })}>
      <Icon name={icons[tone]} />
      <div class="grow">{children}</div>
    </div>
  );
}
