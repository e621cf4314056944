import { generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromDer, toDer } from '../../../service/jws/ecdsa-signature.ts';
import { signEs256, verifyEs256 } from '../../../service/jws/jws.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const hex = (bytes: Buffer | null) => bytes?.toString('hex');

describe('an ECDSA signature in its two notations', () => {
  it('comes back from DER as it went in, whatever its halves begin with', () => {
    const half = fc
      .tuple(fc.nat(32), fc.uint8Array({ minLength: 32, maxLength: 32 }))
      .map(([zeros, bytes]) => bytes.fill(0, 0, zeros));
    fc.assert(
      fc.property(half, half, (r, s) => {
        const raw = Buffer.concat([r, s]);
        expect(hex(fromDer(toDer(raw) ?? Buffer.alloc(0)))).toBe(hex(raw));
      }),
    );
  });

  it('is written in the shortest form, and never as a negative number', () => {
    const r = Buffer.alloc(32);
    const s = Buffer.alloc(32);
    expect(hex(toDer(Buffer.concat([r, s])))).toBe('3006020100020100');
    r[31] = 0x7f;
    s[31] = 0x80;
    expect(hex(toDer(Buffer.concat([r, s])))).toBe('300702017f02020080');
    expect(hex(toDer(Buffer.alloc(64, 0xff)))).toBe(
      `304602 2100${'ff'.repeat(32)}022100${'ff'.repeat(32)}`.replace(' ', ''),
    );
  });

  it('agrees with the conversion that Node knows', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (message) => {
        const raw = sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' });
        expect(verify('sha256', message, publicKey, toDer(raw) ?? Buffer.alloc(0))).toBe(true);
        const ours = fromDer(sign('sha256', message, privateKey));
        expect(verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, ours)).toBe(true);
      }),
      { numRuns: 600 },
    );
  });

  it('is refused in any other length, also with a token around it', () => {
    const token = signEs256({ a: 1 }, { key: privateKey, kid: 'k', typ: 't' });
    const cut = token.lastIndexOf('.') + 1;
    const raw = Buffer.from(token.slice(cut), 'base64url');
    const withSignature = (bytes: Buffer) => token.slice(0, cut) + bytes.toString('base64url');
    expect(verifyEs256(withSignature(raw), publicKey)).not.toBeNull();
    const wrong = [
      Buffer.alloc(0),
      raw.subarray(1),
      raw.subarray(0, 63),
      Buffer.concat([raw, Buffer.alloc(1)]),
      Buffer.concat([Buffer.alloc(1), raw]),
      // As OpenSSL made it: right, but not what a JWS holds.
      toDer(raw) ?? Buffer.alloc(0),
    ];
    for (const bytes of wrong) {
      expect(bytes.length === 64 ? null : toDer(bytes)).toBeNull();
      expect(verifyEs256(withSignature(bytes), publicKey)).toBeNull();
    }
    expect(verifyEs256(withSignature(Buffer.alloc(64)), publicKey)).toBeNull();
    expect(verifyEs256(withSignature(Buffer.alloc(64, 0xff)), publicKey)).toBeNull();
  });
});
