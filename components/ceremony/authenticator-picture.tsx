import type { AuthenticatorKind } from '../../lib/protocol/webauthn.ts';

/** The thing to reach for: the key that is plugged in and touched, or the computer itself. */
export function AuthenticatorPicture({ kind }: { kind: AuthenticatorKind }) {
  return (
    <svg class="authenticator-picture" viewBox="0 0 320 72" fill="none" aria-hidden="true">
      {kind === 'platform' ? <Computer /> : <Key />}
    </svg>
  );
}

function Key() {
  return (
    <g transform="translate(28)">
      <rect x="1" y="14" width="92" height="44" rx="8" stroke="var(--line)" stroke-width="2" />
      <rect x="81" y="26" width="13" height="20" rx="2" fill="var(--line)" />
      <path d="M112 36h18m-6-6l6 6-6 6" transform="rotate(180 121 36)" {...stroke} />
      <path d="M150 27h20v18h-20z" fill="var(--sunken)" stroke="var(--muted)" stroke-width="2" />
      <path d="M170 18h84a18 18 0 0 1 0 36h-84z" fill="var(--accent)" />
      <circle cx="232" cy="36" r="11" stroke="var(--on-accent)" stroke-width="2.3" />
      <circle cx="232" cy="36" r="4" fill="var(--on-accent)" />
      <circle cx="260" cy="36" r="4" fill="var(--accent)" stroke="var(--on-accent)" stroke-width="2" />
    </g>
  );
}

function Computer() {
  return (
    <>
      <rect x="118" y="3" width="84" height="54" rx="7" stroke="var(--accent)" stroke-width="2" />
      <path d="M104 66h112" stroke="var(--line)" stroke-width="5" stroke-linecap="round" />
      <g stroke="var(--accent)" stroke-width="2.3" stroke-linecap="round">
        <path d="M150 33v-3a10 10 0 0 1 20 0v4" />
        <path d="M155 39v-9a5 5 0 0 1 10 0v7" opacity=".7" />
        <path d="M160 30v13" opacity=".5" />
        <path d="M170 40v2" />
      </g>
    </>
  );
}

const stroke = {
  stroke: 'var(--muted)',
  'stroke-width': 2.3,
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
} as const;
