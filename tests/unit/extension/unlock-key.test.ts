import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askUnlockKey, makeUnlockKey, unlockKeysAvailable } from '../../../lib/webauthn/webauthn.ts';

const bytes = (...values: number[]) => new Uint8Array(values).buffer;
/** Always the same bytes, so that they are known again. */
const random = { bytes: (length: number) => new Uint8Array(length).fill(5) };
const salt = 'BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU';
const output = new Uint8Array(32).fill(9).buffer;
const outputText = 'CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk';
const known = [
  { credential: 'Bwg', salt: 'AQID' },
  { credential: 'CQo', salt: 'BAUG' },
];

/** A credential with these answers of its extension. */
class Credential {
  id: string;
  prf: object | undefined;
  constructor(id: string, prf?: object) {
    this.id = id;
    this.prf = prf;
  }
  getClientExtensionResults() {
    return { prf: this.prf };
  }
}

const credentials = { create: vi.fn(), get: vi.fn() };

beforeEach(() => {
  vi.resetAllMocks();
  vi.stubGlobal('navigator', { credentials });
  vi.stubGlobal('PublicKeyCredential', Credential);
});
afterEach(() => vi.unstubAllGlobals());

const failing = (name: string) => () => Promise.reject(new DOMException('why', name));
const asked = (ceremony: typeof credentials.create) => ceremony.mock.calls[0]?.[0].publicKey;

describe('making a key that unlocks', () => {
  it('asks in the name of this extension alone, for one that checks who is there', async () => {
    credentials.create.mockResolvedValue(new Credential('Aw', { enabled: true, results: { first: output } }));
    expect(await makeUnlockKey({ random, known })).toEqual({
      ok: true,
      value: { credential: 'Aw', salt, output: outputText },
    });
    const options = asked(credentials.create);
    expect(options.rp).toEqual({ name: 'Countersign' });
    expect(options.authenticatorSelection).toEqual({
      residentKey: 'discouraged',
      userVerification: 'required',
    });
    expect(options.extensions).toEqual({ prf: { eval: { first: new Uint8Array(32).fill(5) } } });
    expect(options.excludeCredentials).toEqual([
      { type: 'public-key', id: bytes(7, 8) },
      { type: 'public-key', id: bytes(9, 10) },
    ]);
    expect(credentials.get).not.toHaveBeenCalled();
  });

  it('uses it at once where the key makes its bytes only then', async () => {
    credentials.create.mockResolvedValue(new Credential('Aw', { enabled: true }));
    credentials.get.mockResolvedValue(new Credential('Aw', { results: { first: output } }));
    expect(await makeUnlockKey({ random, known: [] })).toEqual({
      ok: true,
      value: { credential: 'Aw', salt, output: outputText },
    });
    const options = asked(credentials.get);
    expect(options.allowCredentials).toEqual([{ type: 'public-key', id: bytes(3) }]);
    expect(options.extensions).toEqual({
      prf: { evalByCredential: { Aw: { first: new Uint8Array(32).fill(5).buffer } } },
    });
  });

  it.each([
    ['knows nothing of it', new Credential('Aw')],
    ['cannot', new Credential('Aw', { enabled: false })],
  ])('says so of one that %s, and asks no more', async (_, made) => {
    credentials.create.mockResolvedValue(made);
    expect(await makeUnlockKey({ random, known })).toEqual({ ok: false, error: 'unlock_unsupported' });
    expect(credentials.get).not.toHaveBeenCalled();
  });

  it('says so of one that makes no bytes when it is used', async () => {
    credentials.create.mockResolvedValue(new Credential('Aw', { enabled: true }));
    credentials.get.mockResolvedValue(new Credential('Aw', {}));
    expect(await makeUnlockKey({ random, known })).toEqual({ ok: false, error: 'unlock_unsupported' });
  });
});

describe('using one', () => {
  it('asks each with its own salt, and for nobody else’s page', async () => {
    credentials.get.mockResolvedValue(new Credential('CQo', { results: { first: output } }));
    expect(await askUnlockKey({ random, known })).toEqual({
      ok: true,
      value: { credential: 'CQo', output: outputText },
    });
    const options = asked(credentials.get);
    expect(options).not.toHaveProperty('rpId');
    expect(options.userVerification).toBe('required');
    expect(options.extensions).toEqual({
      prf: { evalByCredential: { Bwg: { first: bytes(1, 2, 3) }, CQo: { first: bytes(4, 5, 6) } } },
    });
  });

  it.each([
    ['NotAllowedError', 'ceremony_cancelled', 'ceremony_cancelled'],
    ['InvalidStateError', 'authenticator_registered', 'unlock_unknown'],
    ['NotSupportedError', 'unlock_unsupported', 'unlock_unsupported'],
    ['SecurityError', 'unlock_unsupported', 'unlock_unsupported'],
    ['DataError', 'internal', 'internal'],
  ])('tells %s as %s, or %s', async (name, making, using) => {
    credentials.create.mockImplementation(failing(name));
    credentials.get.mockImplementation(failing(name));
    expect(await makeUnlockKey({ random, known })).toEqual({ ok: false, error: making });
    expect(await askUnlockKey({ random, known })).toEqual({ ok: false, error: using });
  });
});

describe('whether it is offered', () => {
  const able = (capabilities: unknown) =>
    vi.stubGlobal('PublicKeyCredential', { getClientCapabilities: async () => capabilities });

  it.each([
    ['chrome-extension:', { 'extension:prf': true }, true],
    ['chrome-extension:', { 'extension:prf': false }, false],
    ['chrome-extension:', {}, false],
    ['moz-extension:', { 'extension:prf': true }, false],
    ['https:', { 'extension:prf': true }, false],
  ])('on a page of %s in a browser that tells %o: %s', async (protocol, capabilities, offered) => {
    vi.stubGlobal('location', { protocol });
    able(capabilities);
    expect(await unlockKeysAvailable()).toBe(offered);
  });

  it('not in a browser that cannot be asked', async () => {
    vi.stubGlobal('location', { protocol: 'chrome-extension:' });
    vi.stubGlobal('PublicKeyCredential', {});
    expect(await unlockKeysAvailable()).toBe(false);
  });
});
