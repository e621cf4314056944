/**
 * A JWS holds r and s of an ES256 signature side by side (RFC 7518 §3.4), OpenSSL speaks DER (RFC 3279 §2.2.3).
 * Node converts if it is told so in an options object, but it finds the key in there by an exception, which doubles
 * the cost of a signature.
 */

/** Bytes of each half of a P-256 signature. */
const COORDINATE = 32;

/** As OpenSSL takes it; null where it is not a P-256 signature at all. */
export function toDer(raw: Buffer): Buffer | null {
  if (raw.length !== 2 * COORDINATE) return null;
  const body = Buffer.concat([integer(raw.subarray(0, COORDINATE)), integer(raw.subarray(COORDINATE))]);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
}

/** As a JWS holds it, from what OpenSSL made. */
export function fromDer(der: Buffer): Buffer {
  const rEnd = 4 + (der[3] ?? 0);
  return Buffer.concat([fixed(der.subarray(4, rEnd)), fixed(der.subarray(rEnd + 2))]);
}

/** Without leading zeros, except one where the number would look negative (X.690 §8.3). */
function integer(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first === -1 ? Buffer.of(0) : bytes.subarray(first);
  const padded = (digits[0] ?? 0) < 0x80 ? digits : Buffer.concat([Buffer.of(0), digits]);
  return Buffer.concat([Buffer.of(0x02, padded.length), padded]);
}

/** Cuts DER's leading zero off, or puts back the ones that it leaves out. */
const fixed = (digits: Buffer): Buffer =>
  Buffer.concat([Buffer.alloc(COORDINATE), digits]).subarray(-COORDINATE);
