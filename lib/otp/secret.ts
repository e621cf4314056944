import { Refusal } from '../protocol/errors.ts';
import type { OtpSecret } from './entry.ts';

/** The longest secret that is taken: what 1,024 characters of base32 hold. */
export const SECRET_BYTES = 640;

/** Bytes as a secret, copied. Throws `otpauth_invalid` when there are none, or far too many. */
export function otpSecret(bytes: Uint8Array): OtpSecret {
  if (bytes.length === 0 || bytes.length > SECRET_BYTES) throw new Refusal('otpauth_invalid');
  return new Uint8Array(bytes) as OtpSecret;
}
