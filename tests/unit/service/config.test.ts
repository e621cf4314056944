import { describe, expect, it } from 'vitest';
import { describeConfig, readConfig } from '../../../service/config.ts';
import { createPlaces } from '../../../service/http/address.ts';
import { browserName } from '../../../service/http/browser-name.ts';

const good = {
  COUNTERSIGN_ORIGIN: 'https://sign.example.org',
  COUNTERSIGN_DATA: '/var/lib/countersign',
  COUNTERSIGN_TLS_CERT: '/etc/tls/cert.pem',
  COUNTERSIGN_TLS_KEY: '/etc/tls/key.pem',
};

describe('the configuration', () => {
  it('has defaults for what may be left out', () => {
    expect(readConfig(good)).toMatchObject({
      listen: { host: '127.0.0.1', port: 8443 },
      secretFile: '/var/lib/countersign/secret.key',
      trustProxy: false,
      bootstrap: null,
      smtp: null,
      alertAddress: null,
      extensionOrigins: [],
    });
  });

  it.each([
    ['smtp://mail.example.org', { host: 'mail.example.org', port: 587, tls: 'upgrade', login: null }],
    ['smtps://mail.example.org', { host: 'mail.example.org', port: 465, tls: 'first', login: null }],
    ['smtp://localhost:2525', { host: 'localhost', port: 2525, tls: 'none', login: null }],
    ['smtp://[::1]/', { host: '::1', port: 587, tls: 'none', login: null }],
    [
      'smtp://me%40example.org:p%3A%2Fw@192.0.2.1:25',
      { host: '192.0.2.1', port: 25, tls: 'upgrade', login: { user: 'me@example.org', pass: 'p:/w' } },
    ],
  ])('reads the mail server %s', (address, server) => {
    const mail = { COUNTERSIGN_SMTP: address, COUNTERSIGN_MAIL_FROM: 'countersign@example.org' };
    expect(readConfig({ ...good, ...mail }).smtp).toEqual({ server, from: 'countersign@example.org' });
  });

  it.each([
    'mail.example.org',
    'http://mail.example.org',
    'smtp://',
    'smtp://mail.example.org:0',
    'smtp://mail.example.org/path',
    'smtp://mail.example.org?ignoreTLS=true',
    'smtp://only-a-user@mail.example.org',
    'smtp://user:%ZZ@mail.example.org',
  ])('refuses the mail server %s, and does not repeat it', (address) => {
    const mail = { COUNTERSIGN_SMTP: address, COUNTERSIGN_MAIL_FROM: 'countersign@example.org' };
    expect(() => readConfig({ ...good, ...mail })).toThrow(
      /^COUNTERSIGN_SMTP must be smtp:\/\/host\[:port\]/,
    );
  });

  it('reads the origins of extensions', () => {
    const origins = [`chrome-extension://${'a'.repeat(32)}`, `moz-extension://${'p'.repeat(64)}`];
    const read = (list: string) =>
      readConfig({ ...good, COUNTERSIGN_EXTENSION_ORIGINS: list }).extensionOrigins;
    expect(read(origins.join(','))).toEqual(origins);
    expect(read(` ${origins.join(' , ')},`)).toEqual(origins);
    expect(read('')).toEqual([]);
  });

  it.each([
    'chrome-extension://abc',
    `chrome-extension://${'q'.repeat(32)}`,
    `chrome-extension://${'a'.repeat(32)}/`,
    'moz-extension://0a81a2ba-a1a1-4a1a-8a1a-a1a1a1a1a1a1',
    'https://sign.example.org',
    'chrome-extension://*',
    '*',
  ])('refuses the extension origin %s', (origin) => {
    expect(() => readConfig({ ...good, COUNTERSIGN_EXTENSION_ORIGINS: origin })).toThrow(
      /^COUNTERSIGN_EXTENSION_ORIGINS must be origins with commas between them/,
    );
  });

  it.each([
    [{ COUNTERSIGN_ORIGIN: undefined }, /COUNTERSIGN_ORIGIN must be set/],
    [{ COUNTERSIGN_ORIGIN: 'http://sign.example.org' }, /COUNTERSIGN_ORIGIN must be https/],
    [{ COUNTERSIGN_ORIGIN: 'https://sign.example.org/path' }, /COUNTERSIGN_ORIGIN must be https/],
    [{ COUNTERSIGN_LISTEN: 'nonsense' }, /COUNTERSIGN_LISTEN must be address:port/],
    [{ COUNTERSIGN_LISTEN: '127.0.0.1:70000' }, /COUNTERSIGN_LISTEN must name a port/],
    [{ COUNTERSIGN_TLS_KEY: undefined }, /must be set together/],
    [{ COUNTERSIGN_TLS_CERT: undefined, COUNTERSIGN_TLS_KEY: undefined }, /COUNTERSIGN_TRUST_PROXY/],
    [
      {
        COUNTERSIGN_TLS_CERT: undefined,
        COUNTERSIGN_TLS_KEY: undefined,
        COUNTERSIGN_TRUST_PROXY: 'loopback',
        COUNTERSIGN_LISTEN: '0.0.0.0:80',
      },
      /must be a loopback address/,
    ],
    [{ COUNTERSIGN_SMTP: 'smtp://mail.example.org' }, /must be set together/],
    [{ COUNTERSIGN_MAIL_FROM: 'countersign@example.org' }, /must be set together/],
    [{ COUNTERSIGN_MAIL_FROM: 'Sam <sam@x>' }, /^COUNTERSIGN_MAIL_FROM must be an e-mail address\.$/],
    [{ COUNTERSIGN_ALERT_ADDRESS: 'a@x, b@x' }, /^COUNTERSIGN_ALERT_ADDRESS must be an e-mail address\.$/],
  ])('refuses %o', (change, message) => {
    expect(() => readConfig({ ...good, ...change })).toThrow(message);
  });

  it('reads an IPv6 address, and plain HTTP behind a proxy on this machine', () => {
    expect(readConfig({ ...good, COUNTERSIGN_LISTEN: '[::1]:9000' }).listen).toEqual({
      host: '::1',
      port: 9000,
    });
    const proxied = { COUNTERSIGN_ORIGIN: good.COUNTERSIGN_ORIGIN, COUNTERSIGN_DATA: good.COUNTERSIGN_DATA };
    expect(readConfig({ ...proxied, COUNTERSIGN_TRUST_PROXY: 'loopback' }).tls).toBeNull();
  });

  it('shows itself without the paths of secrets', () => {
    const shown = JSON.stringify(
      describeConfig(
        readConfig({
          ...good,
          COUNTERSIGN_BOOTSTRAP: '/etc/first.json',
          COUNTERSIGN_SMTP: 'smtp://postman:hush@[2001:db8::1]',
          COUNTERSIGN_MAIL_FROM: 'countersign@example.org',
          COUNTERSIGN_ALERT_ADDRESS: 'security@example.org',
        }),
      ),
    );
    expect(shown).not.toMatch(/secret\.key|first\.json|key\.pem|postman|hush|@example/);
    expect(shown).toContain('"smtp://(login)@[2001:db8::1]:587"');
  });
});

describe('what an address and a User-Agent say', () => {
  it('names a place by the operator’s table, in both families', () => {
    const placeOf = createPlaces([
      { range: '192.0.2.0/24', name: 'Library' },
      { range: '2001:db8::/32', name: 'Campus' },
    ]);
    expect(placeOf('192.0.2.77')).toBe('Library');
    expect(placeOf('2001:db8::1')).toBe('Campus');
    expect(placeOf('198.51.100.1')).toBeNull();
    expect(placeOf('unknown')).toBeNull();
  });

  it.each([
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
      'Chrome on Linux',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0',
      'Edge on Windows',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:153.0) Gecko/20100101 Firefox/153.0',
      'Firefox on macOS',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26.0 Mobile/15E148 Safari/604.1',
      'Safari on iOS',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/156.0.0.0 Safari/537.36', 'Chrome on Linux'],
    ['curl/8', 'Unknown browser'],
  ])('%s', (userAgent, name) => {
    expect(browserName(userAgent)).toBe(name);
  });
});
