import { type DevicePairingView, type DigitsInput, pairingDigits } from '../../lib/protocol/pairing.ts';
import type { PairingView } from '../../lib/protocol/prompt.ts';
import type { Floor } from '../room.ts';
import { LIVE, type Pairing } from './pairings.ts';

/** Pairings as the page that began one and the device that claimed it see them. */
export function createPairingViews({ clock, origin }: Pick<Floor, 'clock' | 'origin'>) {
  const isLive = ({ state }: Pairing): boolean => (LIVE as readonly string[]).includes(state);
  const isExpired = (pairing: Pairing): boolean => isLive(pairing) && pairing.expires_at <= clock.now();

  async function digitsOf(pairing: Pairing): Promise<string | null> {
    const input = pairing.state === 'compared' ? digitsInput(pairing, origin) : null;
    return input && pairingDigits(input);
  }

  return {
    /** `link` only in the reply that made it. */
    async forPage(pairing: Pairing, link: string | null = null): Promise<PairingView> {
      return {
        id: pairing.id,
        revision: pairing.revision,
        state: isExpired(pairing) ? 'expired' : pairing.state,
        link,
        browser: pairing.browser,
        digits: await digitsOf(pairing),
        pageConfirmed: pairing.page_confirmed === 1,
        deviceConfirmed: pairing.device_confirmed === 1,
        contested: pairing.contested === 1,
        expiresAt: pairing.expires_at,
      };
    },

    forDevice(pairing: Pairing): DevicePairingView {
      const state = isExpired(pairing) ? 'expired' : pairing.state;
      return {
        // A device sees a pairing only after it has claimed it.
        state: state === 'open' ? 'claimed' : state,
        pageConfirmed: pairing.page_confirmed === 1,
        deviceConfirmed: pairing.device_confirmed === 1,
        device: pairing.device_id,
      };
    },
  };
}

/** Everything that both sides have shown; null as long as something is missing. */
function digitsInput(pairing: Pairing, origin: string): DigitsInput | null {
  const { sign_key, receive_key, service_keys, device_nonce, service_nonce } = pairing;
  if (!sign_key || !receive_key || !service_keys || !device_nonce || !service_nonce) return null;
  return {
    origin,
    pairing: pairing.id,
    signKey: JSON.parse(sign_key),
    receiveKey: JSON.parse(receive_key),
    keys: JSON.parse(service_keys),
    deviceNonce: device_nonce,
    serviceNonce: service_nonce,
  };
}
