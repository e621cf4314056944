import { createPublicKey, hash, type KeyObject } from 'node:crypto';
import * as v from 'valibot';
import type { Clock } from '../../lib/ports/clock.ts';
import { Refusal } from '../../lib/protocol/errors.ts';
import type { PublicKey } from '../../lib/protocol/keys.ts';
import { PROOF_TYP, PROOF_WINDOW, ProofClaims } from '../../lib/protocol/proof.ts';
import { type Jws, peek, verifyEs256 } from '../jws/jws.ts';
import { createKeyRing } from '../key-ring.ts';

/** What a proof must be about. */
export interface ProofTarget {
  method: string;
  /** Without query and fragment. */
  url: string;
  /** The body's bytes; null when the request has none. */
  body: Uint8Array | null;
  /** The stream's nonce, where one was given. */
  nonce?: string;
}

export const readProof = (proof: string | undefined): Jws => {
  if (!proof) throw new Refusal('proof_missing');
  const content = proof.length <= 2_048 ? peek(proof) : null;
  if (!content) throw new Refusal('proof_invalid');
  return content;
};

/**
 * Checks a proof against its key and its request (as RFC 9449 §4.3 does). One that is out of time is refused as
 * `proof_expired` with the service's clock, so that an honest device can learn its skew.
 */
export function checkProof(
  proof: string,
  { key, target, clock }: { key: KeyObject; target: ProofTarget; clock: Clock },
): ProofClaims {
  const content = verifyEs256(proof, key);
  if (content?.header.typ !== PROOF_TYP) throw new Refusal('proof_invalid');
  const parsed = v.safeParse(ProofClaims, content.payload);
  if (!parsed.success) throw new Refusal('proof_invalid');
  const claims = parsed.output;
  const bod = target.body ? hash('sha256', target.body, 'base64url') : undefined;
  const matches =
    claims.htm === target.method &&
    claims.htu === target.url &&
    claims.bod === bod &&
    (target.nonce === undefined || claims.nonce === target.nonce);
  if (!matches) throw new Refusal('proof_invalid');
  const now = clock.now();
  if (Math.abs(now - claims.iat * 1_000) > PROOF_WINDOW)
    throw new Refusal('proof_expired', { facts: { now } });
  return claims;
}

/** From when on a proof could not be accepted anyway, so that its `jti` may be forgotten. */
export const proofEnd = (claims: ProofClaims): number => claims.iat * 1_000 + PROOF_WINDOW + 1_000;

const KEPT = 1_000;

/** Imports the keys of devices, and keeps those that were used last. */
export function createKeyReader(): (key: PublicKey) => KeyObject {
  const ring = createKeyRing<KeyObject>(KEPT);
  return (key) => {
    const name = `${key.x}.${key.y}`;
    return ring.find(name) ?? ring.keep(name, importKey(key));
  };
}

function importKey(key: PublicKey): KeyObject {
  try {
    return createPublicKey({ key: { ...key }, format: 'jwk' });
  } catch (cause) {
    // The coordinates are not a point of the curve.
    throw new Refusal('proof_invalid', { cause });
  }
}
