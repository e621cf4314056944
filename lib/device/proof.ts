import { base64url, SignJWT } from 'jose';
import type { Random } from '../ports/random.ts';
import type { DeviceId } from '../protocol/ids.ts';
import { PROOF_TYP } from '../protocol/proof.ts';
import type { DeviceKey } from './keys.ts';

/** Who proves: a paired device by its id, one that is still pairing by its public key. */
export interface Speaker {
  key: DeviceKey;
  device: DeviceId | null;
}

export interface ProofTarget {
  method: string;
  url: string;
  body: string | null;
  nonce?: string;
  /** The chained nonce; null before the service has given one. */
  chain: string | null;
  /** The service's time, in milliseconds. */
  at: number;
}

/** A device proof, see `lib/protocol/proof.ts`. */
export async function makeProof(speaker: Speaker, target: ProofTarget, random: Random): Promise<string> {
  const { method, url, body, nonce, chain, at } = target;
  const { key, device } = speaker;
  const claims = {
    htm: method,
    htu: url,
    jti: base64url.encode(random.bytes(16)),
    ...(body !== null && { bod: await sha256(new TextEncoder().encode(body)) }),
    ...(nonce !== undefined && { nonce }),
    ...(chain !== null && { chain }),
  };
  return new SignJWT(claims)
    .setProtectedHeader({
      alg: 'ES256',
      typ: PROOF_TYP,
      ...(device === null ? { jwk: { ...key.public } } : { kid: device }),
    })
    .setIssuedAt(Math.floor(at / 1_000))
    .sign(key.private);
}

/** In base64url. */
export const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  base64url.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
