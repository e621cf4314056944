import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@duosecurity/duo_universal';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CeremonyOptions } from '../../../lib/protocol/webauthn.ts';
import { provideCertificate } from '../../../tools/start/certificate.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import { startTestService, type TestService } from '../../fakes/service.ts';

const REDIRECT = 'http://127.0.0.1:8080/callback';

/** The part of the SDK's HTTP client that the test needs to go where a browser would. */
interface Http {
  defaults: { httpsAgent: Agent };
  get(url: string, config?: object): Promise<Answer>;
  post(url: string, body: object, config: object): Promise<Answer>;
}
interface Answer {
  status: number;
  headers: Record<string, string | string[]>;
  data: Record<string, string>;
}

let folder: string;
let service: TestService;
let http: Http;
let sdk: Client;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-ca-'));
  const files = {
    ca: join(folder, 'ca.pem'),
    certificate: join(folder, 'certificate.pem'),
    key: join(folder, 'key.pem'),
  };
  await provideCertificate(files);
  service = await startTestService({ tls: { cert: files.certificate, key: files.key } });
  await service.setPolicy({ newUsers: 'allow' });
  const { id, secret } = await service.addApplication('Campus Portal', [REDIRECT]);
  sdk = clientOf(id, secret);
  http = trusting(sdk, files.ca);
});

afterAll(async () => {
  http.defaults.httpsAgent.destroy();
  await service.stop();
  rmSync(folder, { recursive: true });
});

const clientOf = (clientId: string, clientSecret: string) =>
  new Client({ clientId, clientSecret, apiHost: `localhost:${service.port}`, redirectUrl: REDIRECT });

/** The SDK pins the vendor's authorities; its own agent is the one thing to replace (§2.9). */
function trusting(client: Client, ca: string): Http {
  const { axios } = client as unknown as { axios: Http };
  axios.defaults.httpsAgent = new Agent({ ca: readFileSync(ca), keepAlive: true });
  return axios;
}

const asBrowser = { maxRedirects: 0, validateStatus: () => true };

/** One of the prompt's own POSTs. */
type Post = (path: string, body?: object) => Promise<Record<string, unknown>>;

/** Follows the SDK's address as a browser does, and passes the prompt: by `prove`, or where policy asks for nothing. */
async function signIn(url: string, prove?: (post: Post) => Promise<void>): Promise<URL> {
  const begun = await http.get(url, asBrowser);
  expect(begun.status).toBe(303);
  const Cookie = String(begun.headers['set-cookie']).split(';')[0];
  const prompt = `${service.origin}${begun.headers.location}`;
  const { data } = await http.get(`${prompt}/state`, { headers: { Cookie } });
  const headers = { Cookie, Origin: service.origin, 'Content-Type': 'application/json' };
  const post: Post = async (path, body) => {
    const reply = await http.post(`${prompt}/${path}`, { challenge: data.challenge, ...body }, { headers });
    return reply.data;
  };
  await prove?.(post);
  return new URL(String((await post('finish')).location));
}

test('the unmodified SDK: health check, sign-in, exchange', async () => {
  expect(await sdk.healthCheck()).toEqual({ stat: 'OK', response: { timestamp: expect.any(Number) } });

  const state = sdk.generateState();
  const location = await signIn(await sdk.createAuthUrl('Alex Rivera', state));
  expect(location.origin + location.pathname).toBe(REDIRECT);
  expect(location.searchParams.get('state')).toBe(state);

  const code = location.searchParams.get('duo_code') ?? '';
  const token = await sdk.exchangeAuthorizationCodeFor2FAResult(code, 'Alex Rivera');
  expect(token.preferred_username).toBe('Alex Rivera');
  expect(token.auth_result.result).toBe('allow');
  expect(token.iss).toBe(`${service.origin}/oauth/v1/token`);

  await expect(sdk.exchangeAuthorizationCodeFor2FAResult(code, 'Alex Rivera')).rejects.toThrow(
    /^invalid_grant: /,
  );
});

test.each([
  ['security_key', 'webauthn_security_key', 'Security key'],
  ['platform', 'webauthn_credential', 'Unknown browser'],
] as const)('the unmodified SDK: %s as the factor, told in auth_context', async (kind, factor, name) => {
  const { floor, users, invitations } = service.rooms;
  await floor.db.write(async (tx) => {
    const user = await users.add(tx, { username: kind, displayName: kind, email: null });
    if (user) await invitations.invite(tx, { user, kind: 'inline' });
  });
  const key = new TestAuthenticator({ kind });
  const { origin } = service;
  const location = await signIn(await sdk.createAuthUrl(kind, sdk.generateState()), async (post) => {
    const creation = await post('registration/begin', { kind });
    await post('registration', { response: key.create(creation.options as CeremonyOptions, { origin }) });
    const request = await post('assertion/begin', { method: kind });
    await post('assertion', { response: key.get(request.options as CeremonyOptions, { origin }) });
  });
  const code = location.searchParams.get('duo_code') ?? '';
  const token = await sdk.exchangeAuthorizationCodeFor2FAResult(code, kind);
  expect(token.auth_result.result).toBe('allow');
  expect(token.auth_context).toMatchObject({ factor, reason: 'user_approved', auth_device: { name } });
});

test('the unmodified SDK: the person’s groups, as they were when the sign-in was approved', async () => {
  const { floor, groups } = service.rooms;
  const user = await service.addUser('sam');
  const inGroups = (change: 'join' | 'leave', ...names: string[]) =>
    floor.db.write(async (tx) => {
      for (const name of names) {
        await groups.add(tx, name);
        const group = await groups.byName(tx.query, name);
        if (group) await groups[change](tx, { group: group.id, user });
      }
    });
  const groupsAfter = async (change: () => Promise<void>) => {
    const location = await signIn(await sdk.createAuthUrl('sam', sdk.generateState()));
    await change();
    const code = location.searchParams.get('duo_code') ?? '';
    const { auth_context } = await sdk.exchangeAuthorizationCodeFor2FAResult(code, 'sam');
    return auth_context.user.groups;
  };
  expect(await groupsAfter(() => inGroups('join', 'Staff, night', 'Choir'))).toEqual([]);
  expect(await groupsAfter(() => inGroups('leave', 'Choir'))).toEqual(['Staff, night', 'Choir']);
  expect(await groupsAfter(() => Promise.resolve())).toEqual(['Staff, night']);
});

test('the unmodified SDK refuses a token for another user name', async () => {
  const location = await signIn(await sdk.createAuthUrl('alex', sdk.generateState()));
  const code = location.searchParams.get('duo_code') ?? '';
  await expect(sdk.exchangeAuthorizationCodeFor2FAResult(code, 'Alex')).rejects.toThrow(
    'The username is invalid',
  );
});

test('the unmodified SDK shows why a health check fails', async () => {
  const stranger = clientOf(`DI${'A'.repeat(18)}`, 'x'.repeat(40));
  (stranger as unknown as { axios: Http }).axios.defaults.httpsAgent = http.defaults.httpsAgent;
  await expect(stranger.healthCheck()).rejects.toThrow('invalid_client: Failed to verify signature.');
});
