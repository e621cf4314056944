/** Where the button is that the words speak of: at the right end of the browser's toolbar. */
export function ToolbarPicture() {
  return (
    <svg class="toolbar-picture" viewBox="0 0 320 72" fill="none" aria-hidden="true">
      <path d="M.5 72V13A12.5 12.5 0 0 1 13 .5h294A12.5 12.5 0 0 1 319.5 13v59" stroke="var(--line)" />
      <g fill="var(--line)">
        <circle cx="20" cy="36" r="5" />
        <circle cx="38" cy="36" r="5" />
        <rect x="58" y="24" width="152" height="24" rx="12" />
        <circle cx="234" cy="36" r="5" />
        <circle cx="304" cy="36" r="4" />
      </g>
      <circle cx="269" cy="36" r="20" stroke="var(--accent)" stroke-width="2" />
      <rect x="257" y="24" width="24" height="24" rx="7" fill="var(--accent)" />
      <g stroke="var(--on-accent)" stroke-width="2.3" stroke-linecap="round" stroke-linejoin="round">
        <path d="M262 36.5l3.3 3.3 6.4-7.5" opacity=".55" />
        <path d="M268.7 39l1.2 1.2 6.7-7.8" />
      </g>
    </svg>
  );
}
