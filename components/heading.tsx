import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export interface HeadingProps {
  children: ComponentChildren;
  level?: 1 | 2 | 3;
  /** Heard only: what is seen says the same without it. */
  unseen?: boolean;
}

/** The heading of a screen. It takes the focus when its screen appears, so that a screen reader reads it out. */
export function Heading({ children, level = 1, unseen = false }: HeadingProps) {
  const element = useRef<HTMLHeadingElement>(null);
  useEffect(() => element.current?.focus({ preventScroll: true }), []);
  const Tag = `h${level}` as const;
  return (
    <Tag ref={element} tabIndex={-1} class={unseen ? 'heard' : undefined}>
      {children}
    </Tag>
  );
}
