import { Refusal } from '../../../lib/protocol/errors.ts';
import type { AssertionResponse } from '../../../lib/protocol/webauthn.ts';
import {
  checkAuthenticatorData,
  checkClientData,
  type Expected,
  type Reported,
  signedBytes,
} from './answer.ts';
import { isSignedBy, type PublicKey } from './public-key.ts';

interface Registered {
  key: PublicKey;
  backupEligible: boolean;
  expected: Expected;
}

/** An authentication's answer against the credential that it names (WebAuthn §7.2). @throws what does not fit */
export function verifyAssertion(
  { response }: AssertionResponse,
  { key, backupEligible, expected }: Registered,
): Reported {
  const clientData = Buffer.from(response.clientDataJSON, 'base64url');
  const data = Buffer.from(response.authenticatorData, 'base64url');
  checkClientData(clientData, expected);
  const reported = checkAuthenticatorData(data, expected);
  const signed = signedBytes(data, clientData);
  const signature = Buffer.from(response.signature, 'base64url');
  if (!isSignedBy(key, { signed, signature })) throw new Refusal('ceremony_signature');
  if (reported.backupEligible !== backupEligible) throw new Refusal('backup_changed');
  return reported;
}
