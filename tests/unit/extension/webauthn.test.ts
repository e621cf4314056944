import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  authenticate,
  mayStartByItself,
  platformAvailable,
  register,
} from '../../../lib/webauthn/webauthn.ts';

const bytes = (...values: number[]) => new Uint8Array(values).buffer;
const registration = {
  challenge: 'AQID',
  rp: { id: 'sso.example.org', name: 'Countersign' },
  user: { id: 'BAUG', name: 'alex', displayName: 'Alex Rivera' },
  pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  excludeCredentials: [],
};
const assertion = { challenge: 'AQID', rpId: 'sso.example.org', allowCredentials: [] };

const credentials = { create: vi.fn(), get: vi.fn() };

/** A browser that answers as the two functions say. */
beforeEach(() => {
  vi.resetAllMocks();
  vi.stubGlobal('navigator', { credentials });
  vi.stubGlobal('location', { hostname: 'abcdef' });
  vi.stubGlobal('PublicKeyCredential', class {});
});
afterEach(() => vi.unstubAllGlobals());

const failing = (name: string) => () => Promise.reject(new DOMException('why', name));

describe('a ceremony', () => {
  it('registers, and answers in JSON', async () => {
    credentials.create.mockResolvedValue({
      id: 'Bwg',
      rawId: bytes(7, 8),
      type: 'public-key',
      authenticatorAttachment: 'cross-platform',
      getClientExtensionResults: () => ({}),
      response: {
        attestationObject: bytes(1),
        clientDataJSON: bytes(2),
        getTransports: () => ['usb'],
      },
    });
    expect(await register(registration)).toMatchObject({
      ok: true,
      response: {
        id: 'Bwg',
        rawId: 'Bwg',
        authenticatorAttachment: 'cross-platform',
        response: { attestationObject: 'AQ', clientDataJSON: 'Ag', transports: ['usb'] },
      },
    });
    const { publicKey } = credentials.create.mock.calls[0]?.[0] ?? {};
    expect(new Uint8Array(publicKey.challenge)).toEqual(new Uint8Array([1, 2, 3]));
  });

  it('authenticates, and answers in JSON', async () => {
    credentials.get.mockResolvedValue({
      id: 'Bwg',
      rawId: bytes(7, 8),
      type: 'public-key',
      getClientExtensionResults: () => ({}),
      response: {
        authenticatorData: bytes(1),
        clientDataJSON: bytes(2),
        signature: bytes(3),
        userHandle: null,
      },
    });
    expect(await authenticate(assertion)).toMatchObject({
      ok: true,
      response: { rawId: 'Bwg', response: { authenticatorData: 'AQ', signature: 'Aw' } },
    });
  });

  it.each([
    ['NotAllowedError', 'ceremony_cancelled', 'ceremony_cancelled'],
    ['AbortError', 'ceremony_cancelled', 'ceremony_cancelled'],
    ['OperationError', 'ceremony_cancelled', 'ceremony_cancelled'],
    ['InvalidStateError', 'authenticator_registered', 'authenticator_unknown'],
    ['SecurityError', 'ceremony_host', 'ceremony_host'],
    ['NotSupportedError', 'ceremony_unsupported', 'ceremony_unsupported'],
    ['ConstraintError', 'ceremony_unsupported', 'ceremony_unsupported'],
    ['UnknownError', 'ceremony_malformed', 'ceremony_malformed'],
    ['NotReadableError', 'ceremony_malformed', 'ceremony_malformed'],
    ['DataError', 'internal', 'internal'],
  ])('that fails with %s is told as %s, or %s', async (name, registering, authenticating) => {
    credentials.create.mockImplementation(failing(name));
    credentials.get.mockImplementation(failing(name));
    expect(await register(registration)).toEqual({ ok: false, error: registering });
    expect(await authenticate(assertion)).toEqual({ ok: false, error: authenticating });
  });

  it('does not throw for options that make no sense', async () => {
    expect(await register({ challenge: 'AQID' })).toEqual({ ok: false, error: 'internal' });
  });

  it('is not begun in a browser that knows none', async () => {
    vi.stubGlobal('PublicKeyCredential', undefined);
    expect(await register(registration)).toEqual({ ok: false, error: 'ceremony_unsupported' });
    expect(await authenticate(assertion)).toEqual({ ok: false, error: 'ceremony_unsupported' });
    expect(await platformAvailable()).toBe(false);
    expect(mayStartByItself()).toBe(false);
  });
});

describe('taking the question back', () => {
  /** As browsers do: the question stays open until its signal ends it. */
  const waiting = ({ signal }: { signal: AbortSignal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

  it('ends a ceremony under way', async () => {
    credentials.get.mockImplementation(waiting);
    const stop = new AbortController();
    const answer = authenticate(assertion, { signal: stop.signal });
    stop.abort();
    expect(await answer).toEqual({ ok: false, error: 'ceremony_cancelled' });
  });

  it('keeps one from beginning', async () => {
    expect(await register(registration, { signal: AbortSignal.abort() })).toEqual({
      ok: false,
      error: 'ceremony_cancelled',
    });
    expect(credentials.create).not.toHaveBeenCalled();
  });

  it('touches no later ceremony', async () => {
    credentials.get.mockImplementationOnce(waiting);
    credentials.create.mockImplementation(waiting);
    const stop = new AbortController();
    const first = authenticate(assertion, { signal: stop.signal });
    const second = register(registration);
    expect(await first).toEqual({ ok: false, error: 'ceremony_cancelled' });
    stop.abort();
    const stillOpen = Symbol();
    expect(await Promise.race([second, Promise.resolve(stillOpen)])).toBe(stillOpen);
  });
});

describe('what this computer can do', () => {
  it('has an authenticator of its own where the browser says so', async () => {
    const Credential = { isUserVerifyingPlatformAuthenticatorAvailable: vi.fn() };
    vi.stubGlobal('PublicKeyCredential', Object.assign(class {}, Credential));
    Credential.isUserVerifyingPlatformAuthenticatorAvailable.mockResolvedValueOnce(true);
    expect(await platformAvailable()).toBe(true);
    Credential.isUserVerifyingPlatformAuthenticatorAvailable.mockRejectedValueOnce(new Error('no'));
    expect(await platformAvailable()).toBe(false);
  });

  it.each([
    ['visible', true, true],
    ['visible', false, false],
    ['hidden', true, false],
  ])('begins by itself on a page that is %s, with focus: %s', (visibilityState, focus, may) => {
    vi.stubGlobal('document', { visibilityState, hasFocus: () => focus });
    expect(mayStartByItself()).toBe(may);
  });
});
