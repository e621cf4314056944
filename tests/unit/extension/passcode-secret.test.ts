import 'fake-indexeddb/auto';
import { CompactEncrypt, CompactSign, exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Account, createDevice, makeDeviceKeys } from '../../../lib/device/device.ts';
import type { PublicKey } from '../../../lib/protocol/keys.ts';
import { PASSCODE_TYP } from '../../../lib/protocol/passcodes.ts';
import { INBOX_TYP } from '../../../lib/protocol/push.ts';
import { fakePorts } from '../../fakes/ports.ts';
import { device } from './requests.ts';

/** How a service's secret reaches the device, and what becomes of one that is not what it seems. */
const origin = 'https://sso.example.org:8443';
const token = `DH${'T'.repeat(18)}`;
const secret = Buffer.alloc(20, 7).toString('base64url');

interface Pair {
  private: CryptoKey;
  public: PublicKey;
}
let current: Pair;
let next: Pair;
let stranger: Pair;
let account: Account;
let other: Account;

beforeAll(async () => {
  [current, next, stranger] = await Promise.all([signer(), signer(), signer()]);
  const known = {
    origin,
    username: 'alex',
    displayName: 'Alex Rivera',
    deviceName: 'Chrome on Linux',
    status: 'active' as const,
    serviceKeys: { current: current.public, next: next.public },
    dismissed: [],
  };
  account = { ...known, device, keys: await makeDeviceKeys() };
  other = { ...known, device: `DB${'Z'.repeat(18)}` as never, keys: await makeDeviceKeys() };
});

async function signer(): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const { x = '', y = '' } = await exportJWK(publicKey);
  return { private: privateKey, public: { kty: 'EC', crv: 'P-256', x, y } };
}

const bytes = (text: string) => new TextEncoder().encode(text);

async function sign({ by = current, claims = {}, typ = PASSCODE_TYP } = {}): Promise<string> {
  const told = { iss: origin, aud: device, token, secret, counter: 5, at: 0, ...claims };
  return new CompactSign(bytes(JSON.stringify(told)))
    .setProtectedHeader({ alg: 'ES256', typ })
    .sign(by.private);
}

async function seal(jws: string, { to = account, alg = 'ECDH-ES', enc = 'A256GCM' } = {}): Promise<string> {
  const key = await importJWK({ ...to.keys.receive.public }, alg);
  return new CompactEncrypt(bytes(jws)).setProtectedHeader({ alg, enc }).encrypt(key);
}

function receive(jwe: string, named = token) {
  const text = JSON.stringify({ token: named, jwe });
  const { ports } = fakePorts(async () => ({ status: 200, date: null, chain: null, text }));
  return createDevice(ports).passcodes.receive(account);
}

it.each([
  ['the current', () => current],
  ['the next', () => next],
])('is taken when %s pinned key signed it', async (_which, by) => {
  const received = await receive(await seal(await sign({ by: by() })));
  expect(received).toMatchObject({ token, counter: 5 });
  expect(Buffer.from(received.secret).toString('base64url')).toBe(secret);
});

describe('is refused', () => {
  it.each<[string, () => Promise<string>]>([
    ['signed by a stranger', async () => seal(await sign({ by: stranger }))],
    ['signed by the device itself', async () => seal(await sign({ by: account.keys.sign }))],
    ['of another service', async () => seal(await sign({ claims: { iss: 'https://evil.example' } }))],
    ['for another device', async () => seal(await sign({ claims: { aud: other.device } }))],
    ['that is another kind of token', async () => seal(await sign({ typ: INBOX_TYP }))],
    ['that is too short', async () => seal(await sign({ claims: { secret: 'AAAA' } }))],
    ['without a signature', async () => seal('{}')],
    ['that is signed but not sealed', () => sign()],
    ['sealed to another device', async () => seal(await sign(), { to: other })],
    ['sealed in another way', async () => seal(await sign(), { alg: 'ECDH-ES+A256KW' })],
    ['sealed by another cipher', async () => seal(await sign(), { enc: 'A128CBC-HS256' })],
    ['that was altered', async () => (await seal(await sign())).replace(/.{4}$/, 'AAAA')],
    [
      'with the public key as an HMAC secret',
      async () =>
        seal(
          await new SignJWT({ iss: origin, aud: device, token, secret, counter: 0, at: 0 })
            .setProtectedHeader({ alg: 'HS256', typ: PASSCODE_TYP })
            .sign(bytes(JSON.stringify(current.public))),
        ),
    ],
  ])('a secret %s', async (_what, forge) => {
    const refused = await receive(await forge()).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'service_untrusted', facts: {} });
    expect(String((refused as Error).stack)).not.toContain(secret);
    expect((refused as Error).cause).toBeUndefined();
  });

  it('a secret under another token’s name', async () => {
    const jwe = await seal(await sign());
    await expect(receive(jwe, `DH${'U'.repeat(18)}`)).rejects.toMatchObject({ code: 'service_untrusted' });
  });
});
