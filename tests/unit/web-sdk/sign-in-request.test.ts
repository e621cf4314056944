import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { ApplicationId } from '../../../lib/protocol/ids.ts';
import { allowsRedirect } from '../../../service/applications/redirects.ts';
import { signHs512 } from '../../../service/jws/jws.ts';
import type { WebSdkNeeds } from '../../../service/web-sdk/needs.ts';
import { createSignInRequests } from '../../../service/web-sdk/sign-in-request.ts';

const NOW = 1_800_000_000;
const ORIGIN = 'https://localhost:8443';
const REDIRECT = 'https://portal.example.org/callback';
const client = {
  id: v.parse(ApplicationId, `DI${'P'.repeat(18)}`),
  name: 'Campus Portal',
  secret: 's'.repeat(40),
  redirectUris: [REDIRECT],
  anyRedirect: false,
  enabled: true,
};

const applications = {
  find: async (id: string) => (id === client.id ? client : null),
  allowsRedirect,
};
const { judge } = createSignInRequests({ clock: { now: () => NOW * 1_000 }, origin: ORIGIN }, {
  applications,
} as unknown as WebSdkNeeds);

const good = {
  response_type: 'code',
  scope: 'openid',
  exp: NOW + 300,
  client_id: client.id,
  redirect_uri: REDIRECT,
  state: 'a state of enough length',
  duo_uname: 'alex',
};

const judged = (change: object, plain: [string, string][] = []) =>
  judge(
    new Map([
      ['client_id', client.id],
      ['request', signHs512({ ...good, ...change }, client.secret)],
      ...plain,
    ]),
  );

test.each([
  [{ exp: NOW - 61 }, 'expired'],
  [{ exp: NOW + 3_661 }, 'expires_too_late'],
  [{ iat: NOW + 61 }, 'not_yet_valid'],
  [{ exp: null }, 'claims_malformed'],
  [{ redirect_uri: null }, 'claims_malformed'],
  [{ iss: 'someone' }, 'issuer_wrong'],
  [{ aud: `${ORIGIN}/` }, 'audience_wrong'],
  [{ client_id: 'someone' }, 'parameters_differ'],
  [{ redirect_uri: `${REDIRECT}/` }, 'redirect_uri_refused'],
])('%j stays here: %s', async (change, reason) => {
  expect(await judged(change)).toEqual({ kind: 'local', reason, client: client.id });
});

test.each([
  [{ response_type: 'id_token' }, 'response_type_unsupported'],
  [{ scope: 'email' }, 'scope_invalid'],
  [{ state: 'short' }, 'state_invalid'],
  [{ nonce: 'short' }, 'nonce_invalid'],
  [{ duo_uname: '' }, 'username_invalid'],
])('%j is told to the site: %s', async (change, reason) => {
  expect(await judged(change)).toMatchObject({ kind: 'site', reason, redirectUri: REDIRECT });
});

test.each([
  {},
  { exp: NOW - 60 },
  { exp: NOW + 3_660 },
  { exp: String(NOW + 300) },
  { iss: null, aud: null, nonce: null },
  { iss: client.id, aud: ORIGIN },
  { aud: `${ORIGIN}/oauth/v1/authorize` },
])('%j is good', async (change) => {
  expect(await judged(change)).toMatchObject({
    kind: 'good',
    request: { username: 'alex', redirectUri: REDIRECT, siteState: good.state, nonce: null },
  });
});

test.each([
  [true, true],
  ['true', true],
  [false, false],
  ['false', false],
  [undefined, false],
  [1, false],
])('use_duo_code_attribute %j', async (use_duo_code_attribute, duoCode) => {
  expect(await judged({ use_duo_code_attribute })).toMatchObject({ request: { duoCode } });
});

test('the signed nonce counts; a plain one only where there is none', async () => {
  const plain: [string, string][] = [['nonce', 'a plain nonce of the site']];
  expect(await judged({}, plain)).toMatchObject({ request: { nonce: 'a plain nonce of the site' } });
  expect(await judged({ nonce: 'a signed nonce of the site' })).toMatchObject({
    request: { nonce: 'a signed nonce of the site' },
  });
  expect(await judged({ nonce: 'a signed nonce of the site' }, plain)).toMatchObject({ kind: 'local' });
});

test('whatever a site signs, nobody is sent anywhere that is not on its list', async () => {
  const claims = fc.record(
    Object.fromEntries(
      [...Object.keys(good), 'iss', 'aud', 'nonce', 'iat'].map((name) => [name, fc.jsonValue()]),
    ),
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(claims, async (change) => {
      const result = await judged(change);
      if (result.kind === 'site') expect(result.redirectUri).toBe(REDIRECT);
      if (result.kind === 'good') expect(result.request.redirectUri).toBe(REDIRECT);
    }),
    { numRuns: 500 },
  );
});

test('whatever stands in place of the request, it is refused here', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.base64String(), fc.constant('a.b.c')), async (request) => {
      const parameters = new Map([
        ['client_id', client.id],
        ['request', request],
      ]);
      expect(await judge(parameters)).toMatchObject({ kind: 'local', reason: 'signature_invalid' });
    }),
  );
});
