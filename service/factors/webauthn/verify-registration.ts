import { Refusal } from '../../../lib/protocol/errors.ts';
import type { RegistrationResponse } from '../../../lib/protocol/webauthn.ts';
import { checkAuthenticatorData, checkClientData, type Expected, signedBytes } from './answer.ts';
import { library } from './library.ts';
import type { NewCredential } from './needs.ts';
import { isSignedBy, type PublicKey, readPublicKey } from './public-key.ts';

export type Registered = Omit<NewCredential, 'user' | 'kind' | 'name' | 'transaction' | 'device'>;

/** A registration's answer (WebAuthn §7.1). @throws what does not fit */
export async function verifyRegistration(
  { id, rawId, response }: RegistrationResponse,
  expected: Expected,
): Promise<Registered> {
  const clientData = Buffer.from(response.clientDataJSON, 'base64url');
  checkClientData(clientData, expected);
  const { data, publicKey, credentialId, aaguid, statement } = await read(response.attestationObject);
  const reported = checkAuthenticatorData(data, expected);
  const key = await readPublicKey(publicKey);
  // Only the one in the authenticator's data is the authenticator's own word.
  if (id !== rawId || credentialId !== rawId) throw new Refusal('ceremony_malformed');
  const signed = signedBytes(data, clientData);
  checkStatement(statement, { key, signed });
  return {
    rawId,
    publicKey,
    algorithm: key.algorithm,
    signCount: reported.signCount,
    verifies: reported.userVerified,
    transports: response.transports ?? [],
    backupEligible: reported.backupEligible,
    backedUp: reported.backedUp,
    aaguid,
  };
}

interface Statement {
  format: unknown;
  members: Map<unknown, unknown>;
}

/** The attestation object (§6.5). @throws `ceremony_malformed` */
async function read(attestationObject: string) {
  const { convertAAGUIDToString, decodeAttestationObject, parseAuthenticatorData } = await library();
  try {
    const attestation = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, 'base64url')));
    const data = attestation.get('authData');
    const { credentialPublicKey, credentialID, aaguid } = parseAuthenticatorData(data);
    const members: unknown = attestation.get('attStmt');
    if (!credentialPublicKey || !credentialID || !aaguid || !(members instanceof Map))
      throw new Error('A member is missing.');
    const statement: Statement = { format: attestation.get('fmt'), members };
    return {
      data,
      publicKey: credentialPublicKey,
      credentialId: Buffer.from(credentialID).toString('base64url'),
      aaguid: convertAAGUIDToString(aaguid),
      statement,
    };
  } catch (cause) {
    throw new Refusal('ceremony_malformed', { cause });
  }
}

interface Attested {
  key: PublicKey;
  signed: Uint8Array;
}

/**
 * Asked with `none`, a browser passes on nothing but self attestation (§5.4.7). Any other statement proves something
 * only to who trusts its makers, and we ask for no maker: its certificates are not even read.
 */
function checkStatement({ format, members }: Statement, { key, signed }: Attested): void {
  if (format === 'none' && members.size > 0) throw new Refusal('ceremony_malformed');
  if (format !== 'packed' || members.get('x5c') !== undefined) return;
  const signature = members.get('sig');
  const sound = members.get('alg') === key.algorithm && signature instanceof Uint8Array;
  if (!sound || !isSignedBy(key, { signed, signature })) throw new Refusal('ceremony_signature');
}
