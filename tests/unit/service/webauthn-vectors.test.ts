import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Refusal } from '../../../lib/protocol/errors.ts';
import { readPublicKey } from '../../../service/factors/webauthn/public-key.ts';
import { verifyAssertion } from '../../../service/factors/webauthn/verify-assertion.ts';
import { verifyRegistration } from '../../../service/factors/webauthn/verify-registration.ts';

/** The examples of Web Authentication Level 3, “Test Vectors”, as published: bytes in hexadecimal. */
interface Vector {
  title: string;
  registration: Record<'challenge' | 'credential_id' | 'clientDataJSON' | 'attestationObject', string>;
  authentication: Record<'challenge' | 'clientDataJSON' | 'authenticatorData' | 'signature', string>;
}

const file = new URL('../../vectors/webauthn/level-3.json', import.meta.url);
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vector[];

const base64url = (hex: string): string => Buffer.from(hex, 'hex').toString('base64url');

const expected = (type: 'webauthn.create' | 'webauthn.get', challenge: string) => ({
  type,
  challenge: base64url(challenge),
  origins: ['https://example.org'],
  rpId: 'example.org',
  userVerification: false,
});

const head = ({ registration: { credential_id } }: Vector) => {
  const rawId = base64url(credential_id);
  return { id: rawId, rawId, type: 'public-key', clientExtensionResults: {} } as const;
};

const register = (vector: Vector, change: Partial<Vector['registration']> = {}) => {
  const { challenge, clientDataJSON, attestationObject } = { ...vector.registration, ...change };
  const response = {
    clientDataJSON: base64url(clientDataJSON),
    attestationObject: base64url(attestationObject),
  };
  return verifyRegistration({ ...head(vector), response }, expected('webauthn.create', challenge));
};

async function authenticate(vector: Vector, change: Partial<Vector['authentication']> = {}) {
  const { challenge, clientDataJSON, authenticatorData, signature } = {
    ...vector.authentication,
    ...change,
  };
  const { publicKey, backupEligible } = await register(vector);
  const key = await readPublicKey(publicKey);
  const response = {
    clientDataJSON: base64url(clientDataJSON),
    authenticatorData: base64url(authenticatorData),
    signature: base64url(signature),
  };
  return verifyAssertion(
    { ...head(vector), response },
    { key, backupEligible, expected: expected('webauthn.get', challenge) },
  );
}

const codeOf = (outcome: Promise<unknown>): Promise<string> =>
  outcome.then(
    () => 'accepted',
    (thrown) => (thrown instanceof Refusal ? thrown.code : String(thrown)),
  );

/** What this service does not take, and why. */
const REFUSED: Record<string, string> = {
  'ES256 Credential with "crossOrigin": true in clientDataJSON': 'ceremony_embedded',
  'ES256 Credential with "topOrigin" in clientDataJSON': 'ceremony_embedded',
  'Packed Attestation with ES384 Credential': 'ceremony_algorithm',
  'Packed Attestation with ES512 Credential': 'ceremony_algorithm',
  'Packed Attestation with Ed448 Credential': 'ceremony_algorithm',
};
const taken = vectors.filter(({ title }) => !(title in REFUSED));

it('the file holds all of them', () => {
  expect(vectors).toHaveLength(15);
  expect(taken).toHaveLength(15 - Object.keys(REFUSED).length);
});

it.each(taken)('$title: registration and authentication are accepted', async (vector) => {
  expect(await register(vector)).toMatchObject({ rawId: base64url(vector.registration.credential_id) });
  expect(await authenticate(vector)).toMatchObject({ signCount: 0 });
});

it.each(taken)('$title: one altered bit of the signature is refused', async (vector) => {
  const bytes = Buffer.from(vector.authentication.signature, 'hex');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  expect(await codeOf(authenticate(vector, { signature: bytes.toString('hex') }))).toBe('ceremony_signature');
});

it.each(taken)('$title: the answer to another challenge is refused', async (vector) => {
  const challenge = vector.registration.challenge;
  expect(await codeOf(authenticate(vector, { challenge }))).toBe('challenge_wrong');
  expect(await codeOf(register(vector, { challenge: vector.authentication.challenge }))).toBe(
    'challenge_wrong',
  );
});

it.each(Object.entries(REFUSED))('%s: refused as %s', async (title, code) => {
  const vector = vectors.find((one) => one.title === title);
  if (!vector) throw new Error('there is no such vector');
  expect(await codeOf(register(vector))).toBe(code);
});
