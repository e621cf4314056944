import { createHmac, type KeyObject, sign, timingSafeEqual, verify } from 'node:crypto';
import { fromDer, toDer } from './ecdsa-signature.ts';

/**
 * Compact JWS (RFC 7515 §3.1) with exactly two algorithms, chosen by the caller and never by the token's header
 * (RFC 8725 §3.1). Synchronous: for signatures this small a thread hop costs more than the work.
 */
export interface Jws {
  header: Record<string, unknown>;
  payload: Record<string, unknown>;
}

const PART = /^[A-Za-z0-9_-]+$/;

export function signHs512(payload: object, secret: string): string {
  const input = `${encode({ alg: 'HS512', typ: 'JWT' })}.${encode(payload)}`;
  return `${input}.${hs512(input, secret).toString('base64url')}`;
}

export function signEs256(
  payload: object,
  { key, kid, typ }: { key: KeyObject; kid: string; typ: string },
): string {
  const input = `${encode({ alg: 'ES256', typ, kid })}.${encode(payload)}`;
  return `${input}.${fromDer(sign('sha256', Buffer.from(input), key)).toString('base64url')}`;
}

/** The token's content if it is a well-formed HS512 JWS under this secret, otherwise null. */
export function verifyHs512(token: string, secret: string): Jws | null {
  return check(token, 'HS512', (input, signature) => {
    const expected = hs512(input, secret);
    return signature.length === expected.length && timingSafeEqual(signature, expected);
  });
}

/** The token's content if it is a well-formed ES256 JWS under this P-256 public key, otherwise null. */
export function verifyEs256(token: string, key: KeyObject): Jws | null {
  return check(token, 'ES256', (input, signature) => {
    const der = toDer(signature);
    return der !== null && verify('sha256', Buffer.from(input), key, der);
  });
}

/** The content of a token whose signature nobody has checked yet: only to find the key to check it with. */
export function peek(token: string): Jws | null {
  const parts = token.split('.');
  if (parts.length !== 3 || !parts.every((part) => PART.test(part))) return null;
  const header = decode(parts[0]);
  const payload = decode(parts[1]);
  return header && payload ? { header, payload } : null;
}

function check(token: string, alg: string, holds: (input: string, signature: Buffer) => boolean): Jws | null {
  const content = peek(token);
  // `crit` names extensions that must be understood (RFC 7515 §4.1.11); none is.
  if (content?.header.alg !== alg || 'crit' in content.header) return null;
  const cut = token.lastIndexOf('.');
  const signature = Buffer.from(token.slice(cut + 1), 'base64url');
  // Base64url can spell the same bytes in several ways; only one spelling is a token.
  if (signature.toString('base64url') !== token.slice(cut + 1)) return null;
  return holds(token.slice(0, cut), signature) ? content : null;
}

const hs512 = (input: string, secret: string): Buffer => createHmac('sha512', secret).update(input).digest();

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function decode(part: string | undefined): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
