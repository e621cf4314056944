import type { ComponentChildren } from 'preact';

/** One matter within a section. */
export function Part({ name, why, children }: { name: string; why?: string; children: ComponentChildren }) {
  return (
    <div class="part stack-tight">
      <div>
        <h3>{name}</h3>
        {why !== undefined && <p class="small muted">{why}</p>}
      </div>
      {children}
    </div>
  );
}
