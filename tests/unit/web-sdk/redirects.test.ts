import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allowsRedirect, isRedirectUri } from '../../../service/applications/redirects.ts';

const open = { redirectUris: [], anyRedirect: true };

test.each([
  'https://portal.example.org',
  'https://portal.example.org/',
  'https://portal.example.org:8443/a/b?c=d&e=f@g',
  'https://[2001:db8::1]/callback',
  'http://localhost:8080/callback',
  'http://127.0.0.1/callback',
  'http://[::1]:8080/',
])('may be listed: %s', (uri) => {
  expect(isRedirectUri(uri)).toBe(true);
});

test.each([
  '',
  'https://',
  'https:portal.example.org',
  'https:/portal.example.org',
  'https:///portal.example.org',
  'HTTPS://portal.example.org',
  'http://portal.example.org',
  'http://localhost.example.org',
  'http://127.0.0.1.example.org',
  'http://127.0.0.1@evil.example',
  'https://a@portal.example.org',
  'https://@portal.example.org',
  'https://portal.example.org/#',
  'https://portal.example.org\\@evil.example',
  ' https://portal.example.org',
  'https://portal.example.org/ ',
  'https://portal.example.org/\t',
  'https://pörtal.example.org',
  'https://portal.example.org/ü',
  'https://portal.example.org:99999',
  'https://1',
  'https://127.1/callback',
  'https://0x7f.0.0.1',
  'https://[::1',
  'ftp://portal.example.org',
  'javascript:alert(1)//https://portal.example.org',
  'data:text/html,x',
])('may not be listed: %j', (uri) => {
  expect(isRedirectUri(uri)).toBe(false);
});

test('1,024 characters are the longest', () => {
  const uri = (length: number) => 'https://portal.example.org/'.padEnd(length, 'a');
  expect(isRedirectUri(uri(1_024))).toBe(true);
  expect(isRedirectUri(uri(1_025))).toBe(false);
});

test('a list is matched exactly', () => {
  const application = { redirectUris: ['https://portal.example.org/callback'], anyRedirect: false };
  expect(allowsRedirect(application, 'https://portal.example.org/callback')).toBe(true);
  expect(allowsRedirect(application, 'https://portal.example.org/callback/')).toBe(false);
  expect(allowsRedirect(application, 'https://portal.example.org/call%62ack')).toBe(false);
  expect(allowsRedirect(application, 'https://portal.example.org/x/../callback')).toBe(false);
});

test('whatever an open application may use is https, without user or fragment, and means to browsers what it says', () => {
  const pieces = fc.constantFrom(
    'https://',
    'http://',
    'evil.example',
    'localhost',
    '@',
    '#',
    '\\',
    '/',
    '?',
    ':',
    '%',
    ' ',
    '\n',
    'é',
  );
  const written = fc
    .array(fc.oneof(pieces, fc.string({ maxLength: 3 })), { maxLength: 8 })
    .map((all) => all.join(''));
  fc.assert(
    fc.property(fc.oneof(written, fc.webUrl({ withFragments: true }), fc.string()), (uri) => {
      if (!allowsRedirect(open, uri)) return;
      const url = new URL(uri);
      expect(url.protocol).toBe('https:');
      expect(url.username + url.password + url.hash).toBe('');
      if (!url.hostname.startsWith('[')) expect(uri.toLowerCase()).toContain(`https://${url.hostname}`);
    }),
    { numRuns: 2_000 },
  );
});
