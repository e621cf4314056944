import { createHash } from 'node:crypto';
import { Refusal } from '../../../lib/protocol/errors.ts';
import type { RegistrationResponse } from '../../../lib/protocol/webauthn.ts';
import { checkAuthenticatorData, checkClientData, type Expected } from './answer.ts';
import { isSignedBy } from './is-signed-by.ts';
import type { NewCredential } from './needs.ts';
import { ALGORITHMS } from './relying-party.ts';

export type Registered = Omit<NewCredential, 'user' | 'kind' | 'name' | 'transaction' | 'device'>;

/** COSE_Key's `alg` (RFC 9052 §7.1). */
const ALG = 3;

/** A registration's answer (WebAuthn §7.1). @throws what does not fit */
export async function verifyRegistration(
  { id, rawId, response }: RegistrationResponse,
  expected: Expected,
): Promise<Registered> {
  const clientData = Buffer.from(response.clientDataJSON, 'base64url');
  checkClientData(clientData, expected);
  const { data, key, algorithm, credentialId, aaguid, statement } = await read(response.attestationObject);
  const reported = checkAuthenticatorData(data, expected);
  if (!ALGORITHMS.some((offered) => offered === algorithm)) throw new Refusal('ceremony_algorithm');
  // Only the one in the authenticator's data is the authenticator's own word.
  if (id !== rawId || credentialId !== rawId) throw new Refusal('ceremony_malformed');
  const signed = Buffer.concat([data, createHash('sha256').update(clientData).digest()]);
  await checkStatement(statement, { key, algorithm, signed });
  return {
    rawId,
    publicKey: key,
    algorithm,
    signCount: reported.signCount,
    verifies: reported.userVerified,
    transports: response.transports ?? [],
    backupEligible: reported.backupEligible,
    backedUp: reported.backedUp,
    aaguid,
  };
}

interface Statement {
  format: string;
  members: { get(key: 'sig'): Uint8Array | undefined; get(key: 'x5c' | 'alg'): unknown; size: number };
}

/** The attestation object (§6.5). @throws `ceremony_malformed` */
async function read(attestationObject: string) {
  const {
    convertAAGUIDToString,
    decodeAttestationObject,
    decodeCredentialPublicKey,
    parseAuthenticatorData,
  } = await import('@simplewebauthn/server/helpers');
  try {
    const attestation = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, 'base64url')));
    const data = attestation.get('authData');
    const { credentialPublicKey, credentialID, aaguid } = parseAuthenticatorData(data);
    if (!credentialPublicKey || !credentialID || !aaguid) throw new Error('It holds no credential.');
    const statement: Statement = { format: attestation.get('fmt'), members: attestation.get('attStmt') };
    return {
      data,
      key: credentialPublicKey,
      algorithm: decodeCredentialPublicKey(credentialPublicKey).get(ALG) ?? 0,
      credentialId: Buffer.from(credentialID).toString('base64url'),
      aaguid: convertAAGUIDToString(aaguid),
      statement,
    };
  } catch (cause) {
    throw new Refusal('ceremony_malformed', { cause });
  }
}

interface Attested {
  key: Uint8Array;
  algorithm: number;
  signed: Uint8Array;
}

/**
 * Asked with `none`, a browser passes on nothing but self attestation (§5.4.7). Any other statement proves something
 * only to who trusts its makers, and we ask for no maker: its certificates are not even read.
 */
async function checkStatement(
  { format, members }: Statement,
  { key, algorithm, signed }: Attested,
): Promise<void> {
  if (format === 'none' && members.size > 0) throw new Refusal('ceremony_malformed');
  if (format !== 'packed' || members.get('x5c') !== undefined) return;
  const signature = members.get('sig') ?? new Uint8Array();
  const sound = members.get('alg') === algorithm && (await isSignedBy(key, { signed, signature }));
  if (!sound) throw new Refusal('ceremony_signature');
}
