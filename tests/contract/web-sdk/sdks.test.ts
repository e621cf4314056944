import { jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ASSERTION_TYPE, type Portal, REDIRECT, startPortal } from './portal.ts';
import { credentials, sdks } from './sdks.ts';

let portal: Portal;
beforeAll(async () => {
  portal = await startPortal();
});
afterAll(() => portal.service.stop());

/** `jose` knows nothing of our code: what it accepts, the SDKs accept. */
const verify = async (token: unknown, origin: string) => {
  const { id, secret } = portal.application;
  const { payload, protectedHeader } = await jwtVerify(String(token), new TextEncoder().encode(secret), {
    algorithms: ['HS512'],
    issuer: `${origin}/oauth/v1/token`,
    audience: id,
    clockTolerance: 60,
  });
  return { payload, protectedHeader };
};

describe.each(sdks)('as the $name SDK writes it', (sdk) => {
  test('the health check answers with exactly what a strict parser knows', async () => {
    const reply = await portal.post('healthCheck', credentials(sdk, portal, 'healthCheck'), sdk.encoding);
    expect(reply.status).toBe(200);
    expect(await reply.json()).toEqual({ stat: 'OK', response: { timestamp: expect.any(Number) } });
  });

  test('a sign-in ends in a token', async () => {
    const { claims, plain } = sdk.request(portal);
    const location = await portal.pass(await portal.authorize(portal.requestFields(claims, plain)));
    expect(location.origin + location.pathname).toBe(REDIRECT);
    expect(location.searchParams.get('state')).toBe(claims.state);
    expect([...location.searchParams.keys()].sort()).toEqual([sdk.codeName, 'state'].sort());

    const reply = await portal.post(
      'token',
      {
        grant_type: 'authorization_code',
        code: location.searchParams.get(sdk.codeName) ?? '',
        redirect_uri: REDIRECT,
        client_assertion_type: ASSERTION_TYPE,
        ...credentials(sdk, portal, 'token'),
      },
      sdk.encoding,
    );
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    const body = (await reply.json()) as Record<string, unknown>;
    expect(body).toEqual({
      id_token: expect.any(String),
      access_token: expect.stringMatching(/^.{20,}$/),
      token_type: 'Bearer',
      expires_in: 3_600,
    });

    const { payload } = await verify(body.id_token, portal.service.origin);
    expect(payload.preferred_username).toBe('alex');
    expect(payload.nonce).toBe(sdk.nonce);
    expect(payload.aud).toBe(portal.application.id);
  });

  test.each(['form', 'query', 'multipart'] as const)(
    'authorize also takes a POST by %s',
    async (encoding) => {
      const { claims, plain } = sdk.request(portal);
      const reply = await portal.post('authorize', portal.requestFields(claims, plain), encoding);
      expect(reply.status).toBe(303);
      expect(reply.headers.get('location')).toMatch(/^\/prompt\/[\w-]{22}$/);
    },
  );
});
