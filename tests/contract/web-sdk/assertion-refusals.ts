import { type Claims, type Fields, jwt, type Portal } from './portal.ts';

const other = `DI${'A'.repeat(18)}`;

/** Everything that can be wrong with a client assertion, and the word under which it is noted; null: nobody to name. */
export const assertionRefusals: [string, (portal: Portal, good: Claims) => Fields, string | null][] = [
  ['no assertion', () => ({ client_assertion: '' }), null],
  ['no JWT', () => ({ client_assertion: 'not.a.jwt' }), null],
  [
    'two parts',
    ({ application }, good) => ({ client_assertion: jwt(good, application.secret).replace(/\.[^.]+$/, '') }),
    null,
  ],
  ['an unknown issuer', changed({ iss: other, sub: other }), null],
  ['no issuer', changed({ iss: undefined }), null],
  ['an issuer that is no text', changed({ iss: {} }), null],
  ['an issuer that is not the client_id', () => ({ client_id: other }), null],
  ['another secret', (_, good) => ({ client_assertion: jwt(good, 'x'.repeat(40)) }), 'signature_invalid'],
  ['an empty secret', (_, good) => ({ client_assertion: jwt(good, '') }), 'signature_invalid'],
  ['the algorithm none', header({ alg: 'none' }), null],
  ['the algorithm HS256', header({ alg: 'HS256' }), 'signature_invalid'],
  ['the algorithm RS256', header({ alg: 'RS256' }), 'signature_invalid'],
  ['the algorithm ES256', header({ alg: 'ES256' }), 'signature_invalid'],
  ['a critical extension', header({ crit: ['exp'] }), 'signature_invalid'],
  ['another subject', changed({ sub: other }), 'subject_wrong'],
  ['no subject', changed({ sub: undefined }), 'claims_malformed'],
  [
    'the host as audience',
    ({ service, application }, good) => signed(application.secret, good, { aud: service.origin }),
    'audience_wrong',
  ],
  [
    'the audience of another endpoint',
    ({ service, application }, good) =>
      signed(application.secret, good, { aud: `${service.origin}/oauth/v1/authorize` }),
    'audience_wrong',
  ],
  [
    'the audience of another host',
    changed({ aud: 'https://another.example.org/oauth/v1/token' }),
    'audience_wrong',
  ],
  [
    'an audience list',
    ({ application }, good) => signed(application.secret, good, { aud: [good.aud] }),
    'claims_malformed',
  ],
  ['expired', at((now) => ({ exp: now - 62 })), 'expired'],
  ['too far ahead', at((now) => ({ exp: now + 3_670 })), 'expires_too_late'],
  ['no expiry', changed({ exp: undefined }), 'claims_malformed'],
  ['an expiry of words', changed({ exp: 'soon' }), 'claims_malformed'],
  ['issued ahead', at((now) => ({ iat: now + 70 })), 'not_yet_valid'],
  ['an issue time that is no time', changed({ iat: 'now' }), 'claims_malformed'],
  ['not valid yet', at((now) => ({ nbf: now + 70 })), 'not_yet_valid'],
  ['no jti', changed({ jti: undefined }), 'claims_malformed'],
  ['an empty jti', changed({ jti: '' }), 'claims_malformed'],
  ['a jti of 256 characters', changed({ jti: 'j'.repeat(256) }), 'claims_malformed'],
  ['a jti that is no text', changed({ jti: 1 }), 'claims_malformed'],
];

function signed(secret: string, good: Claims, change: Claims): Fields {
  return { client_assertion: jwt({ ...good, ...change }, secret) };
}

function changed(change: Claims) {
  return ({ application }: Portal, good: Claims) => signed(application.secret, good, change);
}

function at(change: (now: number) => Claims) {
  return (portal: Portal, good: Claims) => signed(portal.application.secret, good, change(portal.now()));
}

function header(change: Claims) {
  return ({ application }: Portal, good: Claims) => ({
    client_assertion: jwt(good, application.secret, change),
  });
}
