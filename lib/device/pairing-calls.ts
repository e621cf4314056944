import { base64url } from 'jose';
import { DevicePairingView, PairingClaimed, pairingDigits } from '../protocol/pairing.ts';
import { type Calls, Done } from './calls.ts';
import type { PendingPairing } from './pending-pairing.ts';
import { sha256 } from './proof.ts';

/** The calls of a browser that is not a device yet; its key speaks for itself. */
export function createPairingCalls({ call }: Calls) {
  const about = ({ keys, origin }: PendingPairing) => ({ speaker: { key: keys.sign, device: null }, origin });
  const claimed = (pairing: PendingPairing) => {
    if (!pairing.claimed) throw new Error('the pairing was not claimed');
    return pairing.claimed;
  };

  return {
    /** Claims the code, and works out what both sides will show. */
    async claim(pairing: PendingPairing, code: string): Promise<NonNullable<PendingPairing['claimed']>> {
      const { origin, keys, nonce, name } = pairing;
      const signKey = keys.sign.public;
      const receiveKey = keys.receive.public;
      const reply = await call({
        ...about(pairing),
        method: 'POST',
        route: 'devicePairings',
        body: { code, commitment: await sha256(base64url.decode(nonce).slice()), signKey, receiveKey, name },
        reply: PairingClaimed,
      });
      const digits = await pairingDigits({
        origin,
        pairing: reply.pairing,
        signKey,
        receiveKey,
        keys: reply.keys,
        deviceNonce: nonce,
        serviceNonce: reply.nonce,
      });
      return { pairing: reply.pairing, username: reply.username, serviceKeys: reply.keys, digits };
    },

    open: (pairing: PendingPairing) =>
      call({
        ...about(pairing),
        method: 'POST',
        route: 'devicePairingOpening',
        id: claimed(pairing).pairing,
        body: { nonce: pairing.nonce },
        reply: Done,
      }),

    answer: (pairing: PendingPairing, match: boolean) =>
      call({
        ...about(pairing),
        method: 'POST',
        route: 'devicePairingAnswer',
        id: claimed(pairing).pairing,
        body: { match },
        reply: Done,
      }),

    view: (pairing: PendingPairing) =>
      call({
        ...about(pairing),
        method: 'GET',
        route: 'devicePairing',
        id: claimed(pairing).pairing,
        reply: DevicePairingView,
      }),
  };
}
