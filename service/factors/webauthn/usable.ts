import type { AuthenticatorKind } from '../../../lib/protocol/webauthn.ts';
import type { Credential, WebauthnPolicy } from './needs.ts';

/** Why policy takes no authenticator of this kind, neither to sign in nor to set up; null if it does. */
export function whyOff(
  kind: AuthenticatorKind,
  { platform, securityKeys }: Pick<WebauthnPolicy, 'platform' | 'securityKeys'>,
): 'platform_off' | 'security_keys_off' | null {
  if (kind === 'platform') return platform === 'off' ? 'platform_off' : null;
  return securityKeys === 'off' ? 'security_keys_off' : null;
}

/** Where policy refuses what may have been copied, such an authenticator is of no use until it is registered anew. */
export const usableOf = (credentials: readonly Credential[], policy: WebauthnPolicy): Credential[] =>
  credentials.filter(
    ({ kind, clone_suspected_at }) =>
      whyOff(kind, policy) === null && (policy.cloneSuspected === 'warn' || clone_suspected_at === null),
  );
