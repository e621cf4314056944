import type { ComponentChildren } from 'preact';
import { Mark } from '../mark.tsx';
import { commonText } from '../sentences.ts';

/** The centred card that every page of the service is. */
export function PageCard({ children }: { children: ComponentChildren }) {
  return (
    <div class="page">
      <div class="panel sheet stack">{children}</div>
      <p class="row small muted brand">
        <Mark size={20} />
        {commonText.name}
      </p>
    </div>
  );
}
