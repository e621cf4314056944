import { createHash } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../../lib/protocol/errors.ts';
import type { Expected } from '../../../service/factors/webauthn/answer.ts';
import { readPublicKey } from '../../../service/factors/webauthn/public-key.ts';
import { verifyAssertion } from '../../../service/factors/webauthn/verify-assertion.ts';
import { verifyRegistration } from '../../../service/factors/webauthn/verify-registration.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';

/** Whatever an authenticator sends, the answer is one of our refusals and never a fault of ours. */
const origin = 'https://localhost:8443';
const challenge = 'A'.repeat(22);
const expected = (type: Expected['type']): Expected => ({
  type,
  challenge,
  origins: [origin],
  rpId: 'localhost',
  userVerification: false,
});
const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

const codeOf = async (job: () => unknown): Promise<string> => {
  try {
    await job();
    return 'accepted';
  } catch (thrown) {
    return thrown instanceof Refusal ? thrown.code : String(thrown);
  }
};
const isRefusal = /^(ceremony_|challenge_|user_)/;

type Cbor = number | string | boolean | Uint8Array | Cbor[] | Map<string | number, Cbor>;
const { cbor } = fc.letrec<{ cbor: Cbor }>((tie) => ({
  cbor: fc.oneof(
    { depthSize: 'small' },
    fc.integer({ min: -300, max: 70_000 }),
    fc.string({ maxLength: 8 }),
    fc.boolean(),
    fc.uint8Array({ maxLength: 64 }),
    fc.array(tie('cbor'), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.oneof(fc.integer({ min: -4, max: 4 }), fc.constant('sig')), tie('cbor')), {
        maxLength: 5,
      })
      .map((members) => new Map(members)),
  ),
}));

/** Authenticator data that is right up to its key, which is anything. */
const attested = (key: Cbor): Uint8Array => {
  const hash = createHash('sha256').update('localhost').digest();
  const head = Buffer.concat([hash, Buffer.of(0x41), Buffer.alloc(4 + 16), Buffer.of(0, 4), Buffer.alloc(4)]);
  return new Uint8Array(Buffer.concat([head, isoCBOR.encode(key as never)]));
};

const key = new TestAuthenticator();
const registered = key.create({ challenge, rp: { id: 'localhost' } }, { origin });

describe('a registration', () => {
  const register = (attestationObject: Uint8Array, rawId = 'AAAAAA') =>
    codeOf(() =>
      verifyRegistration(
        {
          ...registered,
          id: rawId,
          rawId,
          response: { ...registered.response, attestationObject: base64url(attestationObject) },
        },
        expected('webauthn.create'),
      ),
    );

  it('of any bytes', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect(await register(bytes)).toMatch(isRefusal);
      }),
    ));

  it('of any CBOR', () =>
    fc.assert(
      fc.asyncProperty(cbor, cbor, cbor, cbor, async (whole, format, statement, data) => {
        expect(await register(isoCBOR.encode(whole as never))).toMatch(isRefusal);
        const object = new Map<string, Cbor>([
          ['fmt', format],
          ['attStmt', statement],
          ['authData', data],
        ]);
        expect(await register(isoCBOR.encode(object as never))).toMatch(isRefusal);
      }),
    ));

  it('of any key, under any statement', () =>
    fc.assert(
      fc.asyncProperty(
        cbor,
        cbor,
        fc.constantFrom('none', 'packed', 'tpm'),
        async (any, statement, format) => {
          const object = new Map<string, Cbor>([
            ['fmt', format],
            ['attStmt', statement],
            ['authData', attested(any)],
          ]);
          expect(await register(isoCBOR.encode(object as never))).toMatch(isRefusal);
        },
      ),
    ));
});

describe('an assertion', () => {
  it('of any bytes', async () => {
    const { publicKey } = await verifyRegistration(registered, expected('webauthn.create'));
    const own = await readPublicKey(publicKey);
    const right = key.get({ challenge, rpId: 'localhost' }, { origin });
    const bytes = fc.uint8Array({ maxLength: 200 });
    const member = fc.constantFrom('clientDataJSON', 'authenticatorData', 'signature');
    const assert = (response: typeof right.response) =>
      codeOf(() =>
        verifyAssertion(
          { ...right, response },
          { key: own, backupEligible: false, expected: expected('webauthn.get') },
        ),
      );
    expect(await assert(right.response)).toBe('accepted');
    await fc.assert(
      fc.asyncProperty(bytes, member, async (any, name) => {
        expect(await assert({ ...right.response, [name]: base64url(any) })).toMatch(isRefusal);
      }),
    );
  });

  it('of any client data', () =>
    fc.assert(
      fc.asyncProperty(fc.json(), async (json) => {
        const response = {
          ...registered.response,
          clientDataJSON: base64url(new TextEncoder().encode(json)),
        };
        expect(
          await codeOf(() => verifyRegistration({ ...registered, response }, expected('webauthn.create'))),
        ).toBe('ceremony_malformed');
      }),
    ));
});
