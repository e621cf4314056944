import * as v from 'valibot';
import { expect, test } from 'vitest';
import { ApplicationId, TransactionId, UserId } from '../../../lib/protocol/ids.ts';
import { createIdToken } from '../../../service/web-sdk/id-token.ts';
import type { Grant } from '../../../service/web-sdk/needs.ts';

const client = { id: v.parse(ApplicationId, `DI${'P'.repeat(18)}`), name: 'Campus Portal' };
const NOW = 1_800_000_000_700;

const grant = (change: Partial<Grant> = {}): Grant => ({
  transaction: v.parse(TransactionId, Buffer.from('0123456789abcdef').toString('base64url')),
  user: { id: v.parse(UserId, `DU${'A'.repeat(18)}`), username: 'alex' },
  groups: ['Staff', 'Night Staff'],
  username: ' Alex ',
  application: client.id,
  nonce: null,
  approvedAt: NOW - 1_900,
  factor: 'push',
  deviceName: 'Firefox on Linux',
  address: '192.0.2.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0',
  ...change,
});

const token = (change: Partial<Grant> = {}) =>
  createIdToken(grant(change), { client, issuer: 'https://localhost:8443/oauth/v1/token', now: NOW });

test('the claims of §2.6, each in its type', () => {
  const unknown = 'unknown';
  const location = { city: unknown, state: unknown, country: unknown };
  expect(token()).toEqual({
    iss: 'https://localhost:8443/oauth/v1/token',
    aud: client.id,
    sub: `DU${'A'.repeat(18)}`,
    iat: 1_800_000_000,
    exp: 1_800_000_300,
    auth_time: 1_799_999_998,
    preferred_username: ' Alex ',
    auth_result: { result: 'allow', status: 'allow', status_msg: 'Login Successful' },
    auth_context: {
      txid: '30313233-3435-3637-3839-616263646566',
      timestamp: 1_799_999_998,
      isotimestamp: '2027-01-15T07:59:58.800Z',
      event_type: 'authentication',
      factor: 'duo_push',
      result: 'success',
      reason: 'user_approved',
      alias: '',
      email: null,
      ood_software: null,
      trusted_endpoint_status: unknown,
      user: { name: 'alex', key: `DU${'A'.repeat(18)}`, groups: ['Staff', 'Night Staff'] },
      application: { name: 'Campus Portal', key: client.id },
      auth_device: { ip: null, name: 'Firefox on Linux', location },
      access_device: {
        ip: '192.0.2.7',
        hostname: null,
        host_name: null,
        epkey: null,
        browser: 'Firefox',
        browser_version: '153.0',
        os: 'Linux',
        os_version: unknown,
        flash_version: unknown,
        java_version: unknown,
        is_encryption_enabled: unknown,
        is_firewall_enabled: unknown,
        is_password_set: unknown,
        location,
      },
    },
  });
});

test('a nonce is echoed', () => {
  expect(token({ nonce: 'a nonce of the site' })).toMatchObject({ nonce: 'a nonce of the site' });
});

test('the user name is the one that the site wrote, byte for byte', () => {
  for (const username of ['ALEX', 'a\u030asa', 'åsa', 'ﬁ']) {
    expect(token({ username }).preferred_username).toBe(username);
  }
});

test('a name that nobody has never passes for somebody’s id', () => {
  const pretender = `DU${'A'.repeat(18)}`;
  const claims = token({ user: null, username: pretender, groups: [] });
  expect(claims.sub).toBe(`name:${pretender}`);
  expect(claims.auth_context.user).toEqual({ name: pretender, key: null, groups: [] });
});

test('who passed by policy alone did not approve', () => {
  const { factor, reason } = token({ factor: 'none' }).auth_context;
  expect([factor, reason]).toEqual(['not_available', 'allowed_by_policy']);
});

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0',
    'Edge 156.0.0.0 Windows 10.0',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    'Chrome 156.0.0.0 Windows 10.0',
  ],
  [
    'Mozilla/5.0 (X11; CrOS x86_64 15000.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 OPR/120.0',
    'Opera 120.0 Chrome OS 15000.0.0',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Safari/605.1.15',
    'Safari 19.1 Mac OS X 10.15.7',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
    'Safari 19.1 iOS 19.1',
  ],
  [
    'Mozilla/5.0 (Linux; Android 16; Pixel) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36',
    'Chrome 156.0.0.0 Android 16',
  ],
  ['', 'unknown unknown unknown unknown'],
])('what asks is read from its user agent: %s', (userAgent, expected) => {
  const { browser, browser_version, os, os_version } = token({ userAgent }).auth_context.access_device;
  expect(`${browser} ${browser_version} ${os} ${os_version}`).toBe(expected);
});
