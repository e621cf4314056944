import { type OtpEntry, otpSecret } from '../../lib/otp/otp.ts';
import type { TokenId } from '../../lib/protocol/ids.ts';
import type { Row } from '../db/schema.ts';
import type { Sealing } from '../sealing/sealing.ts';

/** What a token's codes are made by. */
export type TokenKey = Pick<OtpEntry, 'secret' | 'algorithm' | 'digits'>;

const placeOf = (id: TokenId) => ({ table: 'tokens', column: 'secret', row: id }) as const;

/** A token's secret as its row keeps it. */
export const sealSecret = (sealing: Pick<Sealing, 'seal'>, id: TokenId, secret: Uint8Array): Uint8Array =>
  sealing.seal(placeOf(id), Buffer.from(secret).toString('base64url'));

/** Tokens and browsers alike use SHA-1, as RFC 4226 has it and every maker of tokens does. */
export const openKey = (
  sealing: Pick<Sealing, 'open'>,
  { id, secret, type }: Pick<Row<'tokens'>, 'id' | 'secret' | 'type'>,
): TokenKey => ({
  secret: otpSecret(Buffer.from(sealing.open(placeOf(id), secret), 'base64url')),
  algorithm: 'SHA1',
  digits: digitsOf(type),
});

export const digitsOf = (type: Row<'tokens'>['type']): 6 | 8 => (type.endsWith('8') ? 8 : 6);
