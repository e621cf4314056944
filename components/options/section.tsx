import type { ComponentChildren } from 'preact';

export interface SectionProps {
  /** Its address: the page's hash. */
  id: string;
  name: string;
  why?: string;
  children?: ComponentChildren;
}

/** One section of the options page. */
export function Section({ id, name, why, children }: SectionProps) {
  return (
    <section id={id} class="panel stack" aria-labelledby={`${id}-name`}>
      <div>
        <h2 id={`${id}-name`}>{name}</h2>
        {why !== undefined && <p class="small muted">{why}</p>}
      </div>
      {children}
    </section>
  );
}
