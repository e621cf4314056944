import { base64URLStringToBuffer, bufferToBase64URLString } from '@simplewebauthn/browser';
import type { Random } from '../ports/random.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import { type Ceremony, failureOf } from './failure.ts';

/**
 * A key, or this computer, that unlocks the passcodes: it makes 32 bytes that only it can make again, by the `prf`
 * extension (WebAuthn §10.1.4). Only in our own pages, which leave the RP ID out: it is then the extension's own id,
 * and no page of any service can ask for the same bytes.
 */

/** All in base64url. What the key is asked with is no secret; `output` is. */
export interface UnlockKey {
  credential: string;
  salt: string;
  output: string;
}
export type KeyQuestion = Pick<UnlockKey, 'credential' | 'salt'>;
export type KeyAnswer<Value> = { ok: true; value: Value } | { ok: false; error: ErrorCode };

const SALT_BYTES = 32;
/** ES256, EdDSA and RS256: one of them is in every authenticator, and nobody ever checks the signature. */
const algorithms = [-7, -8, -257];

/** Whether this page may ask, and this browser can. Firefox has no RP ID for a page of its extensions' own. */
export async function unlockKeysAvailable(): Promise<boolean> {
  if (location.protocol !== 'chrome-extension:') return false;
  const able = await PublicKeyCredential.getClientCapabilities?.().catch(() => null);
  return able?.['extension:prf'] === true;
}

export interface NewUnlockKey {
  random: Random;
  /** Those that unlock already: asked again, such a key refuses. */
  known: readonly KeyQuestion[];
}

/** Makes a new key in an authenticator, and its bytes. Some are touched twice. Never throws. */
export const makeUnlockKey = ({ random, known }: NewUnlockKey): Promise<KeyAnswer<UnlockKey>> =>
  answered('register', async () => {
    const salt = random.bytes(SALT_BYTES);
    const made = await navigator.credentials.create({
      publicKey: {
        rp: { name: 'Countersign' },
        user: { id: random.bytes(SALT_BYTES), name: 'Passcodes', displayName: 'Passcodes' },
        challenge: random.bytes(SALT_BYTES),
        pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
        authenticatorSelection: { residentKey: 'discouraged', userVerification: 'required' },
        excludeCredentials: known.map(descriptor),
        extensions: { prf: { eval: { first: salt } } },
      },
    });
    if (!(made instanceof PublicKeyCredential)) return null;
    const question = { credential: made.id, salt: bufferToBase64URLString(salt.buffer) };
    const { prf } = made.getClientExtensionResults();
    if (prf?.enabled !== true) return null;
    // Most authenticators make the bytes only when they are used, not yet when the key is made.
    const output = outputOf(made) ?? (await ask([question], random))?.output;
    return output === undefined ? null : { ...question, output };
  });

/** Asks one of these keys for its bytes again. Never throws. */
export const askUnlockKey = (input: {
  random: Random;
  known: readonly KeyQuestion[];
}): Promise<KeyAnswer<Omit<UnlockKey, 'salt'>>> =>
  answered('authenticate', () => ask(input.known, input.random));

async function ask(
  known: readonly KeyQuestion[],
  random: Random,
): Promise<{ credential: string; output: string } | null> {
  const salts = known.map(({ credential, salt }) => [credential, { first: base64URLStringToBuffer(salt) }]);
  const used = await navigator.credentials.get({
    publicKey: {
      challenge: random.bytes(SALT_BYTES),
      allowCredentials: known.map(descriptor),
      userVerification: 'required',
      extensions: { prf: { evalByCredential: Object.fromEntries(salts) } },
    },
  });
  if (!(used instanceof PublicKeyCredential)) return null;
  const output = outputOf(used);
  return output === undefined ? null : { credential: used.id, output };
}

const descriptor = ({ credential }: KeyQuestion): PublicKeyCredentialDescriptor => ({
  type: 'public-key',
  id: base64URLStringToBuffer(credential),
});

function outputOf(credential: PublicKeyCredential): string | undefined {
  const first = credential.getClientExtensionResults().prf?.results?.first;
  // The API may be given views, and gives buffers back.
  return first instanceof ArrayBuffer ? bufferToBase64URLString(first) : undefined;
}

async function answered<Value>(
  ceremony: Ceremony,
  question: () => Promise<Value | null>,
): Promise<KeyAnswer<Value>> {
  try {
    const value = await question();
    return value === null ? { ok: false, error: 'unlock_unsupported' } : { ok: true, value };
  } catch (error) {
    return { ok: false, error: failures[failureOf(ceremony, error)] ?? failureOf(ceremony, error) };
  }
}

/** Said of passcodes, not of a sign-in. */
const failures: Partial<Record<ErrorCode, ErrorCode>> = {
  authenticator_unknown: 'unlock_unknown',
  ceremony_unsupported: 'unlock_unsupported',
  ceremony_host: 'unlock_unsupported',
};
