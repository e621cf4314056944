import type { ComponentChildren, RefObject } from 'preact';

export interface PartProps {
  name: string;
  why?: string;
  /** For the focus that goes with its steps. */
  place?: RefObject<HTMLDivElement | null>;
  children: ComponentChildren;
}

/** One matter within a section. */
export function Part({ name, why, place, children }: PartProps) {
  return (
    <div ref={place ?? null} class="part stack-tight">
      <div>
        <h3 tabIndex={-1}>{name}</h3>
        {why !== undefined && <p class="small muted">{why}</p>}
      </div>
      {children}
    </div>
  );
}
