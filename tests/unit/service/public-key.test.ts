import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import { describe, expect, it } from 'vitest';
import { isSignedBy, readPublicKey } from '../../../service/factors/webauthn/public-key.ts';

type Member = number | Uint8Array;

const cose = (members: [number, Member][]): Uint8Array => isoCBOR.encode(new Map(members));

const coordinates = (key: KeyObject): Record<'x' | 'y' | 'n' | 'e', Uint8Array> => {
  const jwk = key.export({ format: 'jwk' });
  const bytes = (member = '') => new Uint8Array(Buffer.from(member, 'base64url'));
  return { x: bytes(jwk.x), y: bytes(jwk.y), n: bytes(jwk.n), e: bytes(jwk.e) };
};

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');
const rsa = (modulusLength: number, publicExponent = 65_537) =>
  generateKeyPairSync('rsa', { modulusLength, publicExponent });

const es256 = (change: [number, Member][] = []) => {
  const { x, y } = coordinates(ec.publicKey);
  const members: [number, Member][] = [
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, x],
    [-3, y],
  ];
  return cose([...new Map([...members, ...change])]);
};

const rs256 = (key: KeyObject) => {
  const { n, e } = coordinates(key);
  return cose([
    [1, 3],
    [3, -257],
    [-1, n],
    [-2, e],
  ]);
};

const eddsa = () =>
  cose([
    [1, 1],
    [3, -8],
    [-1, 6],
    [-2, coordinates(ed.publicKey).x],
  ]);

const signed = new TextEncoder().encode('what was signed');

describe('a key of each algorithm', () => {
  const own = rsa(2_048);
  it.each([
    ['ES256', es256(), ec.privateKey, 'sha256'],
    ['EdDSA', eddsa(), ed.privateKey, null],
    ['RS256', rs256(own.publicKey), own.privateKey, 'sha256'],
  ] as const)('%s verifies what it signed, and nothing else', async (_, bytes, privateKey, digest) => {
    const key = await readPublicKey(bytes);
    const signature = sign(digest, signed, privateKey);
    expect(isSignedBy(key, { signed, signature })).toBe(true);
    expect(isSignedBy(key, { signed: signed.slice(1), signature })).toBe(false);
    expect(isSignedBy(key, { signed, signature: new Uint8Array(64) })).toBe(false);
    expect(isSignedBy(key, { signed, signature: new Uint8Array() })).toBe(false);
  });
});

describe('what is refused', () => {
  const refusal = (bytes: Uint8Array) =>
    readPublicKey(bytes).then(
      () => 'accepted',
      (thrown) => thrown.code,
    );

  it.each<[string, Uint8Array, string]>([
    ['another algorithm', es256([[3, -35]]), 'ceremony_algorithm'],
    ['another curve', es256([[-1, 2]]), 'ceremony_algorithm'],
    ['another kind of key', es256([[1, 3]]), 'ceremony_algorithm'],
    ['an RSA key that is too short', rs256(rsa(1_024).publicKey), 'ceremony_algorithm'],
    ['an RSA key that is too long', rs256(rsa(4_352).publicKey), 'ceremony_algorithm'],
    ['an RSA key with another exponent', rs256(rsa(2_048, 3).publicKey), 'ceremony_algorithm'],
    ['a point off the curve', es256([[-3, new Uint8Array(32)]]), 'ceremony_malformed'],
    ['no point', es256([[-3, 1]]), 'ceremony_malformed'],
    ['no number', rs256(ec.publicKey), 'ceremony_algorithm'],
  ])('%s', async (_, bytes, code) => {
    expect(await refusal(bytes)).toBe(code);
  });
});
