import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import { Refusal } from '../../../lib/protocol/errors.ts';
import { library } from './library.ts';

/** ES256, EdDSA and RS256, in the order in which they are offered (RFC 9053 §2, RFC 8812 §2). */
export const ALGORITHMS = [-7, -8, -257] as const;

/** Bits of an RSA modulus: below it is weak, and above it only takes time. So does any exponent but the usual one. */
const RSA = { least: 2_048, most: 4_096, exponent: 65_537n } as const;

/** A credential's public key. */
export interface PublicKey {
  /** COSE algorithm identifier. */
  algorithm: number;
  key: KeyObject;
}

/** @throws `ceremony_algorithm` for a key of a kind that was not offered, `ceremony_malformed` for what is none */
export async function readPublicKey(cose: Uint8Array): Promise<PublicKey> {
  const { decodeCredentialPublicKey } = await library();
  const read: unknown = decodeCredentialPublicKey(new Uint8Array(cose));
  if (!(read instanceof Map)) throw new Refusal('ceremony_malformed');
  const algorithm: number = read.get(3);
  const jwk = jwkOf(read);
  if (!jwk) throw new Refusal('ceremony_algorithm');
  const key = importKey(jwk);
  if (jwk.kty === 'RSA' && !isReasonable(key)) throw new Refusal('ceremony_algorithm');
  return { algorithm, key };
}

/** Each algorithm with the one kind of key, and the one curve, that WebAuthn §5.8.5 lets it have. Labels: RFC 9052 §7, RFC 9053 §7, RFC 8230 §4. */
function jwkOf(key: Map<unknown, unknown>): JsonWebKey | null {
  const [type, algorithm, first, second, third] = [1, 3, -1, -2, -3].map((label) => key.get(label));
  if (algorithm === -7 && type === 2 && first === 1)
    return { kty: 'EC', crv: 'P-256', x: base64url(second), y: base64url(third) };
  if (algorithm === -8 && type === 1 && first === 6)
    return { kty: 'OKP', crv: 'Ed25519', x: base64url(second) };
  if (algorithm === -257 && type === 3) return { kty: 'RSA', n: base64url(first), e: base64url(second) };
  return null;
}

function importKey(jwk: JsonWebKey): KeyObject {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch (cause) {
    throw new Refusal('ceremony_malformed', { cause });
  }
}

function isReasonable(key: KeyObject): boolean {
  const { modulusLength = 0, publicExponent } = key.asymmetricKeyDetails ?? {};
  return modulusLength >= RSA.least && modulusLength <= RSA.most && publicExponent === RSA.exponent;
}

const base64url = (bytes: unknown): string =>
  bytes instanceof Uint8Array ? Buffer.from(bytes).toString('base64url') : '';

interface Signed {
  signed: Uint8Array;
  signature: Uint8Array;
}

/** Whether the holder of this key signed these bytes. Synchronous: through a pool of threads it takes twice the time. */
export const isSignedBy = ({ algorithm, key }: PublicKey, { signed, signature }: Signed): boolean =>
  verify(algorithm === -8 ? null : 'sha256', signed, key, signature);
