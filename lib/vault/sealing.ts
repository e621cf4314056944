import { base64url } from 'jose';
import type { Random } from '../ports/random.ts';
import { Refusal } from '../protocol/errors.ts';

export type Bytes = Uint8Array<ArrayBuffer>;

const NONCE_BYTES = 12;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export const utf8 = (text: string): Bytes => encoder.encode(text);
export const toText = (bytes: Bytes): string => decoder.decode(bytes);
export const toBase64url = (bytes: Uint8Array): string => base64url.encode(bytes);
/** @throws TypeError when it is none, or not the one way in which its bytes are written */
export function fromBase64url(text: string): Bytes {
  const bytes = new Uint8Array(base64url.decode(text));
  if (toBase64url(bytes) !== text) throw new TypeError('not base64url');
  return bytes;
}
/** 22 characters that nobody else has. */
export const newId = (random: Random): string => toBase64url(random.bytes(16));

/** Where a sealed thing stands. One that was moved, or comes from another vault or version, does not open. */
export type Place = readonly (string | number | null)[];
const bound = (place: Place): Bytes => utf8(JSON.stringify(['countersign-vault', 1, ...place]));

/** AES-256-GCM (NIST SP 800-38D). */
export const importKey = (bytes: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);

/** The nonce, then what it sealed, then the tag. */
export async function seal(key: CryptoKey, { random, place, plain }: Sealing): Promise<Bytes> {
  const iv = random.bytes(NONCE_BYTES);
  const algorithm = { name: 'AES-GCM', iv, additionalData: bound(place) };
  const body = new Uint8Array(await crypto.subtle.encrypt(algorithm, key, plain));
  const sealed = new Uint8Array(NONCE_BYTES + body.length);
  sealed.set(iv);
  sealed.set(body, NONCE_BYTES);
  return sealed;
}

interface Sealing {
  random: Random;
  place: Place;
  plain: Bytes;
}

/** @throws Refusal vault_damaged: not sealed by this key for this place, or changed since */
export async function unseal(key: CryptoKey, place: Place, sealed: Bytes): Promise<Bytes> {
  const algorithm = {
    name: 'AES-GCM',
    iv: sealed.subarray(0, NONCE_BYTES),
    additionalData: bound(place),
  };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, sealed.subarray(NONCE_BYTES)));
  } catch {
    throw new Refusal('vault_damaged');
  }
}
