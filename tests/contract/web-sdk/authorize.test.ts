import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Claims, encoded, type Fields, jwt, type Portal, REDIRECT, startPortal } from './portal.ts';

let portal: Portal;
beforeAll(async () => {
  portal = await startPortal();
});
afterAll(() => portal.service.stop());

/** A page of ours and nothing else: nothing leads anywhere, nothing is opened. */
async function expectLocal(reply: Response): Promise<void> {
  expect(reply.status).toBe(400);
  expect(reply.headers.get('location')).toBeNull();
  expect(reply.headers.get('set-cookie')).toBeNull();
  expect(reply.headers.get('content-type')).toMatch(/^text\/html/);
  expect(reply.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
}

const ask = (change: Claims = {}, plain: Fields = {}) =>
  portal.authorize(portal.requestFields(portal.requestClaims(change), plain));

const EVIL = 'https://evil.example/callback';

describe('before the signature is verified, only a page of our own', () => {
  const signed = (secret: string, header: Claims = {}) =>
    jwt(portal.requestClaims({ redirect_uri: EVIL }), secret, header);
  const plain = { response_type: 'code', redirect_uri: EVIL, state: 'a state of enough length' };

  test.each<[string, () => Fields]>([
    ['nothing at all', () => ({})],
    ['no client', () => ({ ...plain, request: signed(portal.application.secret) })],
    ['a malformed client id', () => ({ ...plain, client_id: 'DI', request: signed('x') })],
    ['an unknown client', () => ({ ...plain, client_id: `DI${'A'.repeat(18)}`, request: signed('x') })],
    ['no request', () => ({ ...plain, client_id: portal.application.id })],
    ['a request that is no JWT', () => ({ ...plain, client_id: portal.application.id, request: 'a.b' })],
    [
      'another secret',
      () => ({ ...plain, client_id: portal.application.id, request: signed('x'.repeat(40)) }),
    ],
  ])('%s', async (_, fields) => {
    await expectLocal(await portal.authorize(fields()));
  });

  test.each(['none', 'HS256', 'HS384', 'RS256', 'ES256'])('the algorithm %s', async (alg) => {
    const request = jwt(portal.requestClaims(), portal.application.secret, { alg });
    await expectLocal(await portal.authorize(portal.requestFields({}, { request })));
  });

  test.each<[string, Claims]>([
    ['a critical extension', { crit: ['b64'], b64: true }],
    ['an algorithm that is no text', { alg: ['HS512'] }],
  ])('%s in the header', async (_, header) => {
    const { id, secret } = portal.application;
    const good = jwt(portal.requestClaims(), secret).split('.');
    const input = `${Buffer.from(JSON.stringify({ alg: 'HS512', ...header })).toString('base64url')}.${good[1]}`;
    const { createHmac } = await import('node:crypto');
    const request = `${input}.${createHmac('sha512', secret).update(input).digest('base64url')}`;
    await expectLocal(await portal.authorize({ client_id: id, request }));
  });

  test('a payload that was changed after signing', async () => {
    const [header, , signature] = jwt(portal.requestClaims(), portal.application.secret).split('.');
    const payload = Buffer.from(JSON.stringify(portal.requestClaims())).toString('base64url');
    const request = `${header}.${payload}.${signature}`;
    await expectLocal(await portal.authorize(portal.requestFields({}, { request })));
  });

  test('a request of another application', async () => {
    const other = await portal.service.addApplication('Library', [REDIRECT]);
    const request = jwt(portal.requestClaims(), other.secret);
    await expectLocal(await portal.authorize(portal.requestFields({}, { request })));
  });

  test('a disabled application', async () => {
    await portal.setEnabled(false);
    try {
      await expectLocal(await ask());
    } finally {
      await portal.setEnabled(true);
    }
  });

  test.each<[string, () => { query?: string; init: RequestInit }]>([
    ['a repeated parameter', () => repeated('client_id')],
    ['a repeated request', () => repeated('request')],
    ['JSON', () => body('application/json', JSON.stringify(portal.requestFields(portal.requestClaims())))],
    ['plain text', () => body('text/plain', formText())],
    ['a body without a type', () => body('', formText())],
    ['a broken multipart body', () => body('multipart/form-data; boundary=x', 'nothing of the kind')],
    ['multipart without a boundary', () => body('multipart/form-data', formText())],
  ])('%s', async (_, make) => {
    const { query = '', init } = make();
    await expectLocal(await portal.send('authorize', query, init));
  });

  const formText = () => new URLSearchParams(portal.requestFields(portal.requestClaims())).toString();
  const body = (type: string, text: string) => ({
    init: { method: 'POST', headers: { 'Content-Type': type }, body: new TextEncoder().encode(text) },
  });
  const repeated = (name: string) => {
    const fields = portal.requestFields(portal.requestClaims());
    return { query: `?${new URLSearchParams(fields)}&${name}=${fields[name]}`, init: {} };
  };
});

describe('a signed request that is not for here and now stays here', () => {
  test.each<[string, () => Claims]>([
    ['expired', () => ({ exp: portal.now() - 62 })],
    ['too far ahead', () => ({ exp: portal.now() + 3_670 })],
    ['no expiry', () => ({ exp: undefined })],
    ['an expiry of words', () => ({ exp: 'tomorrow' })],
    ['an expiry that is no time', () => ({ exp: true })],
    ['an expiry list', () => ({ exp: [portal.now() + 300] })],
    ['issued ahead', () => ({ iat: portal.now() + 70 })],
    ['not valid yet', () => ({ nbf: portal.now() + 70 })],
    ['another issuer', () => ({ iss: `DI${'A'.repeat(18)}` })],
    ['an issuer that is no text', () => ({ iss: 1 })],
    ['another audience', () => ({ aud: 'https://another.example.org' })],
    ['the audience of the token endpoint', () => ({ aud: `${portal.service.origin}/oauth/v1/token` })],
    ['an audience list', () => ({ aud: [portal.service.origin] })],
    ['another client', () => ({ client_id: `DI${'A'.repeat(18)}` })],
    ['no client', () => ({ client_id: undefined })],
  ])('%s', async (_, change) => {
    await expectLocal(await ask(change()));
  });

  test.each(['redirect_uri', 'scope', 'state', 'response_type', 'nonce'])(
    'a plain %s that says something else than the signed one',
    async (name) => {
      const plain = name === 'redirect_uri' ? EVIL : 'something else entirely';
      await expectLocal(await ask({ nonce: 'a nonce of enough length' }, { [name]: plain }));
    },
  );

  test('what was refused is noted once a minute, with its reason', async () => {
    for (let time = 0; time < 3; time++) await ask({ exp: portal.now() - 70 });
    const noted = await portal.audited('web_sdk.request_refused');
    expect(noted.filter(({ reason }) => reason === 'expired')).toHaveLength(1);
    expect(noted.find(({ reason }) => reason === 'expired')?.application_id).toBe(portal.application.id);
  });
});

describe('redirect addresses', () => {
  const refused: [string, unknown][] = [
    ['none', undefined],
    ['no text', 7],
    ['one that is not on the list', EVIL],
    ['a longer path', `${REDIRECT}/more`],
    ['another query', `${REDIRECT}?next=1`],
    ['another case', REDIRECT.replace('callback', 'Callback')],
    ['a relative one', '/callback'],
    ['one without scheme', '//portal.example.org/callback'],
    ['http', REDIRECT.replace('https', 'http')],
    ['a fragment', `${REDIRECT}#x`],
    ['an empty fragment', `${REDIRECT}#`],
    ['user info', 'https://portal.example.org@evil.example/callback'],
    ['an empty user name', 'https://@portal.example.org/callback'],
    ['a backslash', 'https://evil.example\\@portal.example.org/callback'],
    ['a line break', `${REDIRECT}\r\nSet-Cookie: a=b`],
    ['a script', 'javascript:alert(1)'],
  ];

  test.each(refused)('a list refuses %s', async (_, redirect_uri) => {
    await expectLocal(await ask({ redirect_uri }));
  });

  test('any https address, if the application may choose', async () => {
    const site = await openSite();
    const reply = await site('https://blog.example.org/wp-login.php?action=second');
    expect(reply.status).toBe(303);
  });

  const openRefused = refused.filter(
    ([name]) => !name.startsWith('one that') && !/path|query|case/.test(name),
  );
  test.each([
    ...openRefused,
    ['http on this machine', 'http://127.0.0.1:8080/callback'],
    ['more than 1,024 characters', `https://blog.example.org/${'a'.repeat(1_000)}`],
  ])('an open application still refuses %s', async (_, redirect_uri) => {
    const site = await openSite();
    await expectLocal(await site(redirect_uri));
  });

  test.each([
    'http://127.0.0.1:8080/callback',
    'http://[::1]:8080/callback',
    'http://localhost/callback?a=b',
  ])('plain http on this machine, if listed: %s', async (redirectUri) => {
    const site = await addSite([redirectUri], false);
    const reply = await site(redirectUri);
    expect(reply.status).toBe(303);
  });

  async function addSite(redirectUris: string[], anyRedirect: boolean) {
    const { db } = portal.service.rooms.floor;
    const { applications } = portal.service.rooms;
    const added = await db.write((tx) => applications.add(tx, { name: 'Blog', redirectUris, anyRedirect }));
    if (!added) throw new Error('not added');
    return (redirect_uri: unknown) => {
      const claims = portal.requestClaims({ client_id: added.id, iss: added.id, redirect_uri });
      return portal.authorize({ client_id: added.id, request: jwt(claims, added.secret) });
    };
  }
  const openSite = () => addSite([], true);
});

describe('a request that is verified but wrong goes back to the site', () => {
  test.each<[string, Claims, string]>([
    ['response_type', { response_type: 'token' }, 'unsupported_response_type'],
    ['no response_type', { response_type: undefined }, 'unsupported_response_type'],
    ['scope', { scope: 'openid profile' }, 'invalid_scope'],
    ['no scope', { scope: undefined }, 'invalid_scope'],
    ['a short state', { state: 'a'.repeat(15) }, 'invalid_request'],
    ['a long state', { state: 'a'.repeat(1_025) }, 'invalid_request'],
    ['no state', { state: undefined }, 'invalid_request'],
    ['a state that is no text', { state: 1234567890123456 }, 'invalid_request'],
    ['a short nonce', { nonce: 'a'.repeat(15) }, 'invalid_request'],
    ['a long nonce', { nonce: 'a'.repeat(1_025) }, 'invalid_request'],
    ['no user name', { duo_uname: undefined }, 'invalid_request'],
    ['an empty user name', { duo_uname: '' }, 'invalid_request'],
    ['a user name that is no text', { duo_uname: ['alex'] }, 'invalid_request'],
    ['a user name with a control character', { duo_uname: 'alex\u001b[2J' }, 'invalid_request'],
    ['a user name that is half a character', { duo_uname: 'alex\ud800' }, 'invalid_request'],
  ])('%s', async (_, change, error) => {
    const claims = portal.requestClaims(change);
    const fields = portal.requestFields(claims);
    const { response_type: _plain, ...rest } = fields;
    const reply = await portal.authorize(rest);
    expect(reply.status).toBe(303);
    expect(reply.headers.get('set-cookie')).toBeNull();
    const location = new URL(reply.headers.get('location') ?? '');
    expect(location.origin + location.pathname).toBe(REDIRECT);
    expect(location.searchParams.get('error')).toBe(error);
    expect(location.searchParams.get('error_description')).toMatch(/\w/);
    const { state } = claims;
    const echoed = typeof state === 'string' && state.length <= 1_024 ? state : null;
    expect(location.searchParams.get('state')).toBe(echoed);
  });

  test('a nonce beside the JWT is judged alike', async () => {
    const reply = await ask({}, { nonce: 'short' });
    expect(reply.headers.get('location')).toContain('error=invalid_request');
  });
});

describe('a good request', () => {
  test.each<[string, Claims]>([
    ['the shortest state and nonce', { state: 's'.repeat(16), nonce: 'n'.repeat(16) }],
    ['the longest state and nonce', { state: 's'.repeat(1_024), nonce: 'n'.repeat(1_024) }],
    ['an expiry within the leeway', { exp: Math.floor(Date.now() / 1_000) - 50 }],
    ['a name in any script', { duo_uname: 'Åsa.Ødegård 雪' }],
  ])('%s', async (_, change) => {
    const reply = await ask(change);
    expect(reply.status).toBe(303);
    expect(reply.headers.get('location')).toMatch(/^\/prompt\/[\w-]{22}$/);
  });

  test('sets a cookie of its own that only the prompt page gets', async () => {
    const reply = await ask();
    const id = reply.headers.get('location')?.split('/').at(-1);
    const [pair = '', ...attributes] = (reply.headers.get('set-cookie') ?? '').split('; ');
    expect(pair).toMatch(new RegExp(`^__Host-tx-${id}=[\\w-]{43}$`));
    expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=600', 'Path=/', 'SameSite=Lax', 'Secure']);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(await reply.text()).not.toContain(portal.application.id);
  });

  test('keeps exactly what the site wrote', async () => {
    const claims = portal.requestClaims({
      duo_uname: ' Alex@Example.ORG ',
      state: 'a/b+c d&e=f%20#äöü-0123456789',
    });
    const location = await portal.pass(await portal.authorize(portal.requestFields(claims)));
    expect(location.searchParams.get('state')).toBe(claims.state);
    const opened = (await portal.transactions()).at(-1);
    expect(opened?.username).toBe(claims.duo_uname);
  });
});

describe('a request is good once', () => {
  test('another browser is refused, the same browser goes on', async () => {
    const fields = portal.requestFields(portal.requestClaims());
    const first = await portal.authorize(fields);
    const location = first.headers.get('location');
    await expectLocal(await portal.authorize(fields));
    await expectLocal(
      await portal.authorize(fields, { headers: { Cookie: `__Host-tx-${location?.split('/').at(-1)}=x` } }),
    );

    const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
    const again = await portal.authorize(fields, { headers: { Cookie: cookie } });
    expect(again.status).toBe(303);
    expect(again.headers.get('location')).toBe(location);
    expect(again.headers.get('set-cookie')).toBeNull();
    const noted = await portal.audited('web_sdk.request_refused');
    expect(noted.map(({ reason }) => reason)).toContain('request_replayed');
  });

  test('also where its signature is written in another way', async () => {
    const fields = portal.requestFields(portal.requestClaims());
    await portal.authorize(fields);
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const request = fields.request ?? '';
    // 64 bytes leave four bits of the last letter unused.
    const last = letters[letters.indexOf(request.at(-1) ?? '') ^ 1];
    await expectLocal(await portal.authorize({ ...fields, request: request.slice(0, -1) + last }));
  });

  test('of fifty at once, one opens a prompt', async () => {
    const fields = portal.requestFields(portal.requestClaims());
    const replies = await Promise.all(Array.from({ length: 50 }, () => portal.authorize(fields)));
    expect(replies.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 400)).toHaveLength(49);
  });

  test('HEAD does not use it up', async () => {
    const fields = portal.requestFields(portal.requestClaims());
    const head = await portal.authorize(fields, { method: 'HEAD' });
    expect(head.status).toBe(405);
    expect(head.headers.get('allow')).toBe('GET, POST');
    expect((await portal.authorize(fields)).status).toBe(303);
  });
});

test('query and body are never merged', async () => {
  const fields = portal.requestFields(portal.requestClaims());
  const { client_id, ...rest } = fields;
  const { init } = encoded(rest, 'form');
  await expectLocal(await portal.send('authorize', `?client_id=${client_id}`, init));
});
