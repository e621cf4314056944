import { Icon } from './icon.tsx';

/** Something is under way and needs nothing from the person. */
export function Working({ children }: { children: string }) {
  return (
    <p class="row muted working" role="status">
      <Icon name="turn" />
      {children}
    </p>
  );
}
