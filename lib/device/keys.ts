import * as v from 'valibot';
import { PublicKey } from '../protocol/keys.ts';

/** A key pair whose private half never leaves the browser's own key store. */
export const DeviceKey = v.object({ private: v.instance(CryptoKey), public: PublicKey });
export type DeviceKey = v.InferOutput<typeof DeviceKey>;

/** ECDSA keys cannot derive, so receiving needs a second key. */
export const DeviceKeys = v.object({ sign: DeviceKey, receive: DeviceKey });
export type DeviceKeys = v.InferOutput<typeof DeviceKeys>;

export const makeDeviceKeys = async (): Promise<DeviceKeys> => ({
  sign: await makeKey('ECDSA', ['sign', 'verify']),
  receive: await makeKey('ECDH', ['deriveBits']),
});

async function makeKey(name: 'ECDSA' | 'ECDH', usages: KeyUsage[]): Promise<DeviceKey> {
  const pair = await crypto.subtle.generateKey({ name, namedCurve: 'P-256' }, false, usages);
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  return { private: pair.privateKey, public: v.parse(PublicKey, { kty, crv, x, y }) };
}
