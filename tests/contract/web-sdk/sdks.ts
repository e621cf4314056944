import { type Claims, type Encoding, type Fields, jwt, type Portal, REDIRECT } from './portal.ts';

/** How one of the six SDKs writes its requests (the table of §2.3, and §2.5). */
export interface Sdk {
  name: string;
  encoding: Encoding;
  /** The name under which the code comes back. */
  codeName: 'duo_code' | 'code';
  request(portal: Portal): { claims: Claims; plain: Fields };
  assertion(portal: Portal): Claims;
  /** Whether `client_id` is sent beside the assertion. */
  namesClient: boolean;
  /** The nonce that the ID token must echo. */
  nonce?: string;
}

const NONCE = 'nonce-of-the-python-sdk-0123456789';

const without = (claims: Claims, ...names: string[]): Claims =>
  Object.fromEntries(Object.entries(claims).filter(([name]) => !names.includes(name)));

export const sdks: readonly Sdk[] = [
  {
    name: 'Python',
    encoding: 'query',
    codeName: 'duo_code',
    request: (portal) => ({
      claims: portal.requestClaims({ exp: portal.now() + 299.6215 }),
      plain: { nonce: NONCE },
    }),
    assertion: (portal) => ({ exp: portal.now() + 299.6215, iat: undefined }),
    namesClient: true,
    nonce: NONCE,
  },
  {
    name: 'Node',
    encoding: 'form',
    codeName: 'duo_code',
    request: (portal) => ({
      claims: portal.requestClaims(),
      plain: { scope: 'openid', redirect_uri: REDIRECT },
    }),
    assertion: () => ({}),
    namesClient: true,
  },
  {
    name: 'Go',
    encoding: 'form',
    codeName: 'duo_code',
    request: (portal) => ({ claims: portal.requestClaims(), plain: {} }),
    assertion: () => ({ iat: undefined }),
    namesClient: true,
  },
  {
    name: 'Java',
    encoding: 'form',
    codeName: 'duo_code',
    request: (portal) => ({
      claims: without(portal.requestClaims({ exp: portal.now() + 3_600 }), 'iss', 'aud'),
      plain: { scope: 'openid', redirect_uri: REDIRECT },
    }),
    assertion: (portal) => ({ exp: portal.now() + 3_600, iat: undefined }),
    namesClient: false,
  },
  {
    name: 'PHP',
    encoding: 'multipart',
    codeName: 'duo_code',
    request: (portal) => ({
      claims: portal.requestClaims(),
      plain: { scope: 'openid', redirect_uri: REDIRECT },
    }),
    assertion: () => ({}),
    namesClient: true,
  },
  {
    name: 'C#',
    encoding: 'form',
    codeName: 'duo_code',
    request: (portal) => ({
      claims: portal.requestClaims({
        aud: `${portal.service.origin}/oauth/v1/authorize`,
        exp: String(portal.now() + 300),
        jti: 'one-request',
        use_duo_code_attribute: 'true',
      }),
      plain: {},
    }),
    assertion: (portal) => ({ exp: String(portal.now() + 300), iat: undefined }),
    namesClient: true,
  },
  {
    name: 'C# without the opt-in',
    encoding: 'form',
    codeName: 'code',
    request: (portal) => ({
      claims: without(
        portal.requestClaims({ exp: String(portal.now() + 300), jti: 'another-request' }),
        'use_duo_code_attribute',
      ),
      plain: {},
    }),
    assertion: (portal) => ({ exp: String(portal.now() + 300), iat: undefined }),
    namesClient: true,
  },
];

/** The assertion as this SDK sends it, with or without the client id beside it. */
export function credentials(sdk: Sdk, portal: Portal, endpoint: 'healthCheck' | 'token'): Fields {
  const { id, secret } = portal.application;
  const assertion = jwt(portal.assertionClaims(endpoint, sdk.assertion(portal)), secret);
  return { ...(sdk.namesClient && { client_id: id }), client_assertion: assertion };
}
