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
    });
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
      describeConfig(readConfig({ ...good, COUNTERSIGN_BOOTSTRAP: '/etc/first.json' })),
    );
    expect(shown).not.toMatch(/secret\.key|first\.json|key\.pem/);
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
