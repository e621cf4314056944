import * as v from 'valibot';
import { DeviceId, PairingId } from './ids.ts';
import { PublicKey, ServiceKeys } from './keys.ts';
import { DeviceName } from './names.ts';

const hash = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));
const nonce = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));

/** First call: the device claims the code and commits to a random value that it keeps back. */
export const PairingClaim = v.strictObject({
  code: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22,64}$/)),
  /** SHA-256 of the device's 32 random bytes. */
  commitment: hash,
  signKey: PublicKey,
  receiveKey: PublicKey,
  /** What the browser calls itself. */
  name: DeviceName,
});
export type PairingClaim = v.InferOutput<typeof PairingClaim>;

export const PairingClaimed = v.object({
  pairing: PairingId,
  username: v.string(),
  keys: ServiceKeys,
  /** The service's 32 random bytes. */
  nonce,
});
export type PairingClaimed = v.InferOutput<typeof PairingClaimed>;

/** Second call: the device opens its commitment. From here both sides can derive the digits. */
export const PairingOpening = v.strictObject({ nonce });

/** Third call: what the person said in the popup. */
export const DevicePairingAnswer = v.strictObject({ match: v.boolean() });

export const DevicePairingView = v.object({
  state: v.picklist(['claimed', 'compared', 'done', 'refused', 'expired']),
  pageConfirmed: v.boolean(),
  deviceConfirmed: v.boolean(),
  /** Set once both sides have confirmed. */
  device: v.nullable(DeviceId),
});
export type DevicePairingView = v.InferOutput<typeof DevicePairingView>;

export interface DigitsInput {
  origin: string;
  pairing: string;
  signKey: PublicKey;
  receiveKey: PublicKey;
  keys: ServiceKeys;
  deviceNonce: string;
  serviceNonce: string;
}

const point = (key: PublicKey): string => `${key.x}.${key.y}`;

/**
 * The six digits that the page and the popup show. They depend on everything either side sent, and the device
 * was bound to its random value before it saw the service's, so a relay cannot grind a match: it has one try in
 * a million. All parts are base64url, ids or an origin, so the line feed between them is unambiguous.
 */
export async function pairingDigits(input: DigitsInput): Promise<string> {
  const parts = [
    'countersign-pairing-1',
    input.origin,
    input.pairing,
    point(input.signKey),
    point(input.receiveKey),
    point(input.keys.current),
    point(input.keys.next),
    input.deviceNonce,
    input.serviceNonce,
  ];
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(parts.join('\n')));
  // 64 bits modulo 10^6: the bias is below 10^-13.
  const number = new DataView(digest).getBigUint64(0) % 1_000_000n;
  return number.toString().padStart(6, '0');
}
