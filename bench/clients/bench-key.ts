import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { AssertionResponse } from '../../lib/protocol/webauthn.ts';

/** A security key without a browser around it: ES256, touched at once, with a counter. */
export class BenchKey {
  readonly #privateKey: KeyObject;
  readonly rawId = randomBytes(32).toString('base64url');
  /** COSE_Key (RFC 9053 §7.1.1). */
  readonly publicKey: Uint8Array;
  #signCount = 0;

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    this.#privateKey = privateKey;
    this.publicKey = Buffer.concat([
      // A map of five: kty EC2, alg ES256, crv P-256, and 32 bytes each for x and y.
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ]);
  }

  answer(challenge: string, origin: string): AssertionResponse {
    const { hostname } = new URL(origin);
    const clientData = JSON.stringify({ type: 'webauthn.get', challenge, origin, crossOrigin: false });
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(++this.#signCount);
    const data = Buffer.concat([sha256(hostname), Buffer.of(0x01), counter]);
    const signature = sign('sha256', Buffer.concat([data, sha256(clientData)]), this.#privateKey);
    return {
      id: this.rawId,
      rawId: this.rawId,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: Buffer.from(clientData).toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: signature.toString('base64url'),
      },
    };
  }
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
