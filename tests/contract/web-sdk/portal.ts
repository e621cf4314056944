import { createHmac, generateKeyPairSync, randomBytes, sign as signBytes } from 'node:crypto';
import * as v from 'valibot';
import { TransactionId } from '../../../lib/protocol/ids.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { Application } from '../../../service/applications/applications.ts';
import { startTestService } from '../../fakes/service.ts';
import { TestPrompt } from '../../fakes/site.ts';

export const REDIRECT = 'https://portal.example.org/callback';
export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export type Fields = Record<string, string>;
export type Claims = Record<string, unknown>;
export type Encoding = 'query' | 'multipart' | 'form';
export type Endpoint = 'authorize' | 'healthCheck' | 'passwordChanged' | 'token';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** A compact JWS under any header, honest or not; written from RFC 7515 and not with our own code. */
export function jwt(claims: Claims, secret: string, header: Claims = {}): string {
  const full = { alg: 'HS512', typ: 'JWT', ...header };
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${encode(full)}.${encode(claims)}`;
  return `${input}.${signatureOf(String(full.alg), input, secret).toString('base64url')}`;
}

function signatureOf(alg: string, input: string, secret: string): Buffer {
  if (alg === 'none') return Buffer.alloc(0);
  if (alg === 'RS256') return signBytes('sha256', Buffer.from(input), rsa.privateKey);
  if (alg === 'ES256') {
    return signBytes('sha256', Buffer.from(input), { key: ec.privateKey, dsaEncoding: 'ieee-p1363' });
  }
  return createHmac(`sha${alg.slice(2)}`, secret)
    .update(input)
    .digest();
}

/** The same parameters in one of the three ways that the SDKs send them. */
export function encoded(fields: Fields, encoding: Encoding): { query: string; init: RequestInit } {
  if (encoding === 'query') return { query: `?${new URLSearchParams(fields)}`, init: { method: 'POST' } };
  if (encoding === 'form') return { query: '', init: { method: 'POST', body: new URLSearchParams(fields) } };
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return { query: '', init: { method: 'POST', body } };
}

/** The real service with one protected site, seen from the site. Nobody is enrolled, and policy lets everybody pass. */
export async function startPortal() {
  const service = await startTestService();
  await service.setPolicy({ newUsers: 'allow' });
  const application = await service.addApplication('Campus Portal', [REDIRECT]);
  const now = () => Math.floor(service.clock.now() / 1_000);
  const host = service.origin;

  const requestClaims = (change: Claims = {}): Claims => ({
    response_type: 'code',
    scope: 'openid',
    exp: now() + 300,
    client_id: application.id,
    redirect_uri: REDIRECT,
    state: randomBytes(18).toString('hex'),
    duo_uname: 'alex',
    iss: application.id,
    aud: host,
    use_duo_code_attribute: true,
    ...change,
  });

  const assertionClaims = (endpoint: Endpoint, change: Claims = {}): Claims => ({
    iss: application.id,
    sub: application.id,
    aud: host + pathTo(endpoint),
    jti: randomBytes(18).toString('hex'),
    iat: now(),
    exp: now() + 300,
    ...change,
  });

  const send = (endpoint: Endpoint, query: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${service.base}${pathTo(endpoint)}${query}`, { redirect: 'manual', ...init });

  const post = (endpoint: Endpoint, fields: Fields, encoding: Encoding = 'form'): Promise<Response> => {
    const { query, init } = encoded(fields, encoding);
    return send(endpoint, query, init);
  };

  const requestFields = (claims: Claims, plain: Fields = {}): Fields => ({
    response_type: 'code',
    client_id: application.id,
    request: jwt(claims, application.secret),
    ...plain,
  });

  const authorize = (fields: Fields, init: RequestInit = {}): Promise<Response> =>
    send('authorize', `?${new URLSearchParams(fields)}`, init);

  /** The prompt that `authorize` answered with, in the browser that asked. */
  async function promptOf(response: Response): Promise<TestPrompt> {
    const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
    const id = response.headers.get('location')?.split('/').at(-1) ?? '';
    const { id: clientId, secret: clientSecret } = application;
    const site = { origin: host, base: service.base, clientId, clientSecret, redirectUri: REDIRECT };
    const prompt = new TestPrompt({ ...site, id, cookie });
    await prompt.read();
    return prompt;
  }

  /** Passes the prompt; resolves to where the browser is sent then. */
  const pass = async (response: Response): Promise<URL> => new URL(await (await promptOf(response)).finish());

  /** A complete sign-in up to the code. */
  async function signIn(change: Claims = {}) {
    const prompt = await promptOf(await authorize(requestFields(requestClaims(change))));
    const location = new URL(await prompt.finish());
    return { prompt, location, id: v.parse(TransactionId, prompt.transaction) };
  }

  /** A code of a complete sign-in. */
  async function code(change: Claims = {}): Promise<string> {
    const { location } = await signIn(change);
    return location.searchParams.get('duo_code') ?? '';
  }

  const tokenFields = (
    presented: string,
    { change = {}, site = application }: { change?: Claims; site?: Application } = {},
  ): Fields => ({
    grant_type: 'authorization_code',
    code: presented,
    redirect_uri: REDIRECT,
    client_id: site.id,
    client_assertion_type: ASSERTION_TYPE,
    client_assertion: jwt(assertionClaims('token', { iss: site.id, sub: site.id, ...change }), site.secret),
  });

  const healthFields = (change: Claims = {}): Fields => ({
    client_id: application.id,
    client_assertion: jwt(assertionClaims('healthCheck', change), application.secret),
  });

  const audited = (event: string) =>
    service.rooms.floor.db.read
      .selectFrom('audit')
      .select(['event', 'reason', 'alert', 'application_id', 'transaction_id'])
      .where('event', '=', event)
      .orderBy('id')
      .execute();

  const setEnabled = (enabled: boolean) =>
    service.rooms.floor.db.write((tx) =>
      tx.query
        .updateTable('applications')
        .set({ enabled: enabled ? 1 : 0 })
        .where('id', '=', application.id)
        .execute(),
    );

  const transactions = () =>
    service.rooms.floor.db.read.selectFrom('transactions').selectAll().orderBy('created_at').execute();

  return {
    service,
    application,
    now,
    requestClaims,
    assertionClaims,
    requestFields,
    tokenFields,
    healthFields,
    send,
    post,
    authorize,
    pass,
    signIn,
    code,
    audited,
    setEnabled,
    transactions,
    exchange: (presented: string, options?: Parameters<typeof tokenFields>[1]) =>
      post('token', tokenFields(presented, options)),
  };
}

export type Portal = Awaited<ReturnType<typeof startPortal>>;
