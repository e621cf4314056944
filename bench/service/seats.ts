import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import type { DeviceId, TransactionId } from '../../lib/protocol/ids.ts';
import type { PublicKey } from '../../lib/protocol/keys.ts';
import { openRooms } from '../../service/rooms.ts';
import { systemClock, systemRandom } from '../../service/system.ts';

/** One person with one paired browser. */
export interface Seat {
  username: string;
  device: DeviceId;
  /** PKCS#8 in base64, so that it can be handed to another process. */
  signKey: string;
}

const POLICY = { hours: 720, scope: 'all' } as const;
/** As if they had answered the question at some sign-in. */
const TRUST = {
  application: null,
  transaction: 'A'.repeat(22) as TransactionId,
  address: '127.0.0.1',
  hours: POLICY.hours,
  limit: 5,
};

const quiet = { info() {}, warn() {}, error() {} };

/** Fills a data folder with people, each with one paired browser, before the service starts on it. */
export async function prepareSeats({
  data,
  origin,
  count,
  trusted = false,
}: {
  data: string;
  origin: string;
  count: number;
  /** Whether each browser is trusted already, for every application. */
  trusted?: boolean;
}): Promise<Seat[]> {
  const secretFile = join(data, 'secret.key');
  const rooms = await openRooms({
    origin,
    data,
    secretFile,
    clock: systemClock,
    random: systemRandom,
    log: quiet,
  });
  const add = (username: string): Promise<Seat> => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const key: PublicKey = { kty: 'EC', crv: 'P-256', x, y };
    const signKey = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    return rooms.floor.db.write(async (tx) => {
      const user = await rooms.users.add(tx, { username, displayName: username, email: null });
      if (!user) throw new Error('The user name is taken.');
      const name = 'Chrome on Linux';
      const device = await rooms.devices.add(tx, { user, name, signKey: key, receiveKey: key });
      if (trusted) await rooms.trust.make(tx, { ...TRUST, user, holder: { device }, browser: name });
      return { username, device, signKey };
    });
  };
  if (trusted)
    await rooms.floor.db.write((tx) => rooms.policies.set(tx, 'global', { trustedBrowsers: POLICY }));
  const seats = await Promise.all(Array.from({ length: count }, (_, index) => add(`person-${index}`)));
  await rooms.close();
  return seats;
}
