/** Countersign's mark: one tick, and the second that confirms it. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="var(--accent)" />
      <g stroke="var(--on-accent)" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">
        <path d="M6.5 16.500l4.5 4.5 8.5-10" opacity=".55" />
        <path d="M15.5 20l1.5 1.500L26 11" />
      </g>
    </svg>
  );
}
