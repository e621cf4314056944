import { CompactEncrypt, importJWK } from 'jose';
import type { TokenId } from '../../../lib/protocol/ids.ts';
import { PASSCODE_TYP, type PasscodeSecret } from '../../../lib/protocol/passcodes.ts';
import type { Row } from '../../db/schema.ts';
import type { Floor } from '../../room.ts';

/** What is put into the envelope. */
export interface Delivered {
  token: TokenId;
  secret: Uint8Array;
  counter: number;
}

interface EnvelopeNeeds {
  signing: { sign(payload: object, typ: string): string };
}

/**
 * A secret on its way to one device: signed, so that the device knows whose it is, and inside that encrypted to the
 * device's own key (RFC 7516), so that nobody between the two reads it, not even who ends the TLS.
 */
export function createEnvelope(
  { clock, origin }: Pick<Floor, 'clock' | 'origin'>,
  { signing }: EnvelopeNeeds,
) {
  return async function envelope(
    device: Row<'devices'>,
    { token, secret, counter }: Delivered,
  ): Promise<string> {
    const claims = {
      iss: origin,
      aud: device.id,
      token,
      secret: Buffer.from(secret).toString('base64url'),
      counter,
      at: clock.now(),
    } satisfies PasscodeSecret;
    const signed = new TextEncoder().encode(signing.sign(claims, PASSCODE_TYP));
    const key = await importJWK(JSON.parse(device.receive_key), 'ECDH-ES');
    return new CompactEncrypt(signed).setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' }).encrypt(key);
  };
}
