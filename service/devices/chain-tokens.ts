import { Refusal } from '../../lib/protocol/errors.ts';
import type { DeviceId } from '../../lib/protocol/ids.ts';
import { isSameSecret } from '../ids.ts';
import type { Sealing } from '../sealing/sealing.ts';

/** 128 bits: nobody guesses the nonce of another number. */
const MAC = 16;

/** A device's chained nonces as they travel: a number, and what only this service can derive from it. */
export function createChainTokens({ derive }: Pick<Sealing, 'derive'>) {
  const tokenOf = (device: DeviceId, number: number): string => {
    const mac = derive('device-chain', `${device} ${number}`).subarray(0, MAC);
    return `${number}.${mac.toString('base64url')}`;
  };

  return {
    tokenOf,

    /** The number that a proof presents; zero before the device was given any. @throws `proof_invalid` for one that is not its own */
    numberOf(device: DeviceId, token: string | undefined): number {
      if (token === undefined) return 0;
      const number = Number.parseInt(token, 10);
      if (!isSameSecret(token, tokenOf(device, number))) throw new Refusal('proof_invalid');
      return number;
    },
  };
}
