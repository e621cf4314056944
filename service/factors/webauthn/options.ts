import {
  type AuthenticatorKind,
  type CeremonyOptions,
  CHALLENGE_LIFE,
} from '../../../lib/protocol/webauthn.ts';
import type { Row } from '../../db/schema.ts';
import type { Challenge } from './challenges.ts';
import type { Credential } from './needs.ts';
import { ALGORITHMS } from './public-key.ts';
import type { RelyingParty } from './relying-party.ts';

export type UserVerification = 'required' | 'preferred' | 'discouraged';

/** This computer checks who is there; a key that is carried is the second factor beside a password, so its touch is enough. */
export const verificationAtRegistration = (kind: AuthenticatorKind): UserVerification =>
  kind === 'platform' ? 'required' : 'discouraged';

/** What was registered with a check of the person must show it at each use. */
export function verificationOf(candidates: readonly Credential[]): UserVerification {
  if (candidates.every(({ verifies }) => verifies === 1)) return 'required';
  return candidates.some(({ verifies }) => verifies === 1) ? 'preferred' : 'discouraged';
}

interface Registration {
  challenge: Pick<Challenge, 'challenge' | 'kind'>;
  user: Row<'people'>;
  /** Everything that the person has registered: none of it shall be registered twice. */
  registered: readonly Credential[];
}

/** `PublicKeyCredentialCreationOptionsJSON` (WebAuthn §5.1.9, §5.4). */
export const registrationOptions = (
  rp: RelyingParty,
  { challenge: { challenge, kind }, user, registered }: Registration,
): CeremonyOptions => ({
  challenge,
  rp: { id: rp.id, name: rp.name },
  user: { id: rp.userHandle(user.id), name: user.username, displayName: user.display_name },
  pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
  timeout: CHALLENGE_LIFE,
  excludeCredentials: registered.map(descriptorOf),
  authenticatorSelection: {
    authenticatorAttachment: kind === 'platform' ? 'platform' : 'cross-platform',
    residentKey: kind === 'platform' ? 'preferred' : 'discouraged',
    requireResidentKey: false,
    userVerification: verificationAtRegistration(kind),
  },
  hints: hintsFor(kind),
  attestation: 'none',
});

interface Assertion {
  challenge: Pick<Challenge, 'challenge' | 'kind'>;
  candidates: readonly Credential[];
  userVerification?: UserVerification;
}

/** `PublicKeyCredentialRequestOptionsJSON` (WebAuthn §5.1.10, §5.5). */
export const assertionOptions = (
  rp: RelyingParty,
  { challenge: { challenge, kind }, candidates, userVerification = verificationOf(candidates) }: Assertion,
): CeremonyOptions => ({
  challenge,
  rpId: rp.id,
  timeout: CHALLENGE_LIFE,
  allowCredentials: candidates.map(descriptorOf),
  userVerification,
  hints: hintsFor(kind),
});

/** The same of whatever a person has registered, with a check of who is there: nothing else was asked before. */
export const directOptions = (
  rp: RelyingParty,
  { challenge, allowed }: { challenge: string; allowed: readonly Descriptor[] },
): CeremonyOptions => ({
  challenge,
  rpId: rp.id,
  timeout: CHALLENGE_LIFE,
  allowCredentials: allowed,
  userVerification: 'required' satisfies UserVerification,
});

/** `PublicKeyCredentialDescriptorJSON` (WebAuthn §5.8.3). */
export interface Descriptor {
  type: 'public-key';
  id: string;
  transports: string[];
}

export const descriptorOf = ({ raw_id, transports }: Credential): Descriptor => ({
  type: 'public-key',
  id: raw_id,
  transports: JSON.parse(transports) as string[],
});

const hintsFor = (kind: AuthenticatorKind): string[] => [
  kind === 'platform' ? 'client-device' : 'security-key',
];
