import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { CompactSign, exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Account,
  createDevice,
  makeDeviceKeys,
  readActivationLink,
} from '../../../lib/device/device.ts';
import type { HttpReply } from '../../../lib/ports/http.ts';
import type { PublicKey } from '../../../lib/protocol/keys.ts';
import { PROOF_HEADER, PROOF_TYP } from '../../../lib/protocol/proof.ts';
import { DECISION_TYP, INBOX_TYP } from '../../../lib/protocol/push.ts';
import { fakePorts } from '../../fakes/ports.ts';
import { device, request } from './requests.ts';

const origin = 'https://sso.example.org:8443';
type Pair = Awaited<ReturnType<typeof generateKeyPair>>;
let current: Pair;
let next: Pair;
let stranger: Pair;
let account: Account;

beforeAll(async () => {
  [current, next, stranger] = (await Promise.all([1, 2, 3].map(() => generateKeyPair('ES256')))) as [
    Pair,
    Pair,
    Pair,
  ];
  account = {
    device,
    origin,
    username: 'alex',
    displayName: 'Alex Rivera',
    deviceName: 'Chrome on Linux',
    status: 'active',
    keys: await makeDeviceKeys(),
    serviceKeys: { current: await publicKey(current), next: await publicKey(next) },
    dismissed: [],
  };
});

const publicKey = async (pair: Pair): Promise<PublicKey> => {
  const { x = '', y = '' } = await exportJWK(pair.publicKey);
  return { kty: 'EC', crv: 'P-256', x, y };
};

const reply = (body: object, status = 200, date: string | null = null): HttpReply => ({
  status,
  date,
  chain: null,
  text: JSON.stringify(body),
});

const inboxBy = async (pair: Pair, changes: object = {}, typ = INBOX_TYP) => {
  const inbox = {
    iss: origin,
    aud: device,
    at: 0,
    username: 'alex',
    displayName: 'Alex Rivera',
    deviceName: 'Chrome on Linux',
    requests: [request()],
    notices: [],
    keys: account.serviceKeys,
    ...changes,
  };
  return new CompactSign(new TextEncoder().encode(JSON.stringify(inbox)))
    .setProtectedHeader({ alg: 'ES256', typ })
    .sign(pair.privateKey);
};

function open(answer: () => HttpReply | Promise<HttpReply>) {
  const { ports, browser } = fakePorts(async () => answer());
  return { browser, ports, service: createDevice(ports) };
}

describe('a proof', () => {
  it('is bound to the call, its body and its time, and verifies by the public key alone', async () => {
    const { browser, service } = open(() => reply({}));
    await service.rename(account, 'Desk');
    const [call] = browser.calls;
    const key = await importJWK({ ...account.keys.sign.public }, 'ES256');
    const { payload, protectedHeader } = await jwtVerify(call?.headers[PROOF_HEADER] ?? '', key, {
      algorithms: ['ES256'],
      currentDate: new Date(browser.now()),
    });
    expect(protectedHeader).toEqual({ alg: 'ES256', typ: PROOF_TYP, kid: device });
    expect(payload).toEqual({
      htm: 'PATCH',
      htu: `${origin}/device/v1/self`,
      iat: browser.now() / 1_000,
      jti: expect.stringMatching(/^[\w-]{22}$/),
      bod: createHash('sha256').update('{"name":"Desk"}').digest('base64url'),
    });
    expect(call).toMatchObject({ body: '{"name":"Desk"}', credentials: 'omit' });
  });

  it('carries no body hash without a body, and another jti each time', async () => {
    const { browser, service } = open(() => reply({}));
    await service.unpair(account);
    await service.unpair(account);
    const claims = browser.calls.map(({ headers }) =>
      JSON.parse(Buffer.from(headers[PROOF_HEADER]?.split('.')[1] ?? '', 'base64url').toString()),
    );
    expect(claims[0]).not.toHaveProperty('bod');
    expect(claims[0].jti).not.toBe(claims[1].jti);
  });

  it('sends the service’s cookies with presence and with a decision that rests on it, and never else', async () => {
    const { browser, service } = open(() => reply({ state: 'approved' }));
    const decision = { push: request().id, jws: 'x.y.z' };
    await service.presence(account, { transaction: 't', challenge: 'c' });
    await service.decide(account, { ...decision, withCookies: true });
    await service.decide(account, { ...decision, withCookies: false });
    expect(browser.calls.map(({ credentials }) => credentials)).toEqual(['include', 'include', 'omit']);
  });
});

describe('a decision', () => {
  it('is signed by the device over request, nonce, answer and time', async () => {
    const { service } = open(() => reply({}));
    const claims = { push: request().id, nonce: 'n', decision: 'approve', number: '123456', iat: 5 } as const;
    const jws = await service.signDecision(account, claims);
    const key = await importJWK({ ...account.keys.sign.public }, 'ES256');
    const { payload, protectedHeader } = await jwtVerify(jws, key, { currentDate: new Date(0) });
    expect(protectedHeader).toEqual({ alg: 'ES256', typ: DECISION_TYP, kid: device });
    expect(payload).toEqual(claims);
  });
});

describe('a clock that is off', () => {
  const late = (facts: object, date: string | null = null) => {
    let calls = 0;
    return () => {
      calls += 1;
      return calls === 1 ? reply({ error: 'proof_expired', message: '', ...facts }, 401, date) : reply({});
    };
  };

  it.each([
    ['the service’s own fact', (told: number) => late({ now: told })],
    ['the Date header', (told: number) => late({}, new Date(told).toUTCString())],
  ])('is learned from %s, and the call is made once more', async (_from, answer) => {
    const told = fakePorts().browser.now() + 3_600_000;
    const { browser, service } = open(answer(told));
    await service.unpair(account);
    expect(browser.calls).toHaveLength(2);
    const [, claims] = browser.calls[1]?.headers[PROOF_HEADER]?.split('.') ?? [];
    expect(JSON.parse(Buffer.from(claims ?? '', 'base64url').toString()).iat).toBe(told / 1_000);
    expect(await service.serviceTime(origin)).toBe(told);
  });

  it('is given up after the second refusal', async () => {
    const { browser, service } = open(() => reply({ error: 'proof_expired', message: '', now: 0 }, 401));
    await expect(service.unpair(account)).rejects.toMatchObject({ code: 'proof_expired' });
    expect(browser.calls).toHaveLength(2);
  });
});

describe('what the service answers', () => {
  it('passes its refusals on by their code', async () => {
    const { service } = open(() => reply({ error: 'last_method', message: '' }, 409));
    await expect(service.unpair(account)).rejects.toMatchObject({ code: 'last_method' });
  });

  it.each([
    ['a network that fails', () => Promise.reject(new TypeError()), 'unreachable'],
    ['a proxy’s own page', () => ({ status: 502, date: null, chain: null, text: '<html>' }), 'unreachable'],
    ['an unknown code', () => reply({ error: 'toString' }, 400), 'internal'],
    ['a reply that is none', () => ({ status: 200, date: null, chain: null, text: 'no' }), 'internal'],
  ])('takes %s for what it is', async (_what, answer, code) => {
    const { service } = open(answer);
    await expect(service.unpair(account)).rejects.toMatchObject({ code });
  });
});

describe('an inbox', () => {
  it('counts when the current or the next pinned key signed it', async () => {
    for (const pair of [current, next]) {
      const jws = await inboxBy(pair);
      const { service } = open(() => reply({ inbox: jws }));
      expect((await service.inbox(account)).requests).toHaveLength(1);
    }
  });

  it.each([
    ['a stranger’s key', () => inboxBy(stranger)],
    ['another service', () => inboxBy(current, { iss: 'https://evil.example' })],
    ['another device', () => inboxBy(current, { aud: `DB${'Z'.repeat(18)}` })],
    ['another kind of token', () => inboxBy(current, {}, 'countersign-decision+jwt')],
    ['the wrong shape', () => inboxBy(current, { requests: [{ state: 'approved' }] })],
    ['no signature', async () => `${btoa('{"alg":"none"}')}.${(await inboxBy(current)).split('.')[1]}.`],
    [
      'altered words',
      async () => (await inboxBy(current)).replace(/\.(.)/, (_, one) => `.${one === 'e' ? 'f' : 'e'}`),
    ],
    [
      'the public key as an HMAC secret',
      async () =>
        new SignJWT({ iss: origin, aud: device })
          .setProtectedHeader({ alg: 'HS256', typ: INBOX_TYP })
          .sign(new TextEncoder().encode(JSON.stringify(account.serviceKeys.current))),
    ],
  ])('is refused with %s', async (_what, forge) => {
    const jws = await forge();
    const { service } = open(() => reply({ inbox: jws }));
    await expect(service.inbox(account)).rejects.toMatchObject({ code: 'service_untrusted' });
  });
});

describe('the keys', () => {
  it('cannot be taken out of the browser, before or after the disk', async () => {
    const { service } = open(() => reply({}));
    const pairing = {
      attempt: 'a',
      origin,
      step: 'waiting',
      startedAt: 0,
      name: 'Chrome on Linux',
      keys: account.keys,
      nonce: 'n',
      claimed: null,
      error: null,
    } as const;
    await service.pairings.begin(pairing);
    await service.pairings.finish({ attempt: 'a', step: 'waiting' }, account);
    const stored = await service.accounts.find(device);
    for (const key of [stored?.keys.sign.private, stored?.keys.receive.private]) {
      expect(key?.extractable).toBe(false);
      await expect(crypto.subtle.exportKey('jwk', key as CryptoKey)).rejects.toThrow();
    }
  });

  it('move a pairing forward once, however many try', async () => {
    const { service } = open(() => reply({}));
    const current = await service.pairings.current();
    await service.pairings.begin({
      ...(current as NonNullable<typeof current>),
      attempt: 'b',
      step: 'permission',
    });
    const tries = Array.from({ length: 20 }, () =>
      service.pairings.advance({ attempt: 'b', step: 'permission' }, { step: 'claiming' }),
    );
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
    expect(
      await service.pairings.advance({ attempt: 'a', step: 'claiming' }, { step: 'opening' }),
    ).toBeNull();
  });
});

describe('an activation link', () => {
  const code = 'c'.repeat(43);
  it('is taken apart', () => {
    expect(readActivationLink(` ${origin}/activation#${code}\n`)).toEqual({ origin, code });
  });

  it.each([
    `http://sso.example.org/activation#${code}`,
    `${origin}/activation`,
    `${origin}/activation#short`,
    `${origin}/activation?x=1#${code}`,
    `${origin}/activation/#${code}`,
    `${origin}/prompt#${code}`,
    `https://alex:secret@sso.example.org/activation#${code}`,
    `javascript:alert(1)//activation#${code}`,
    '',
  ])('is refused as %s', (link) => {
    expect(() => readActivationLink(link)).toThrow('link_invalid');
  });
});
