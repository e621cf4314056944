import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import type { DeviceId } from '../../lib/protocol/ids.ts';
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

const quiet = { info() {}, warn() {}, error() {} };

/** Fills a data folder with people, each with one paired browser, before the service starts on it. */
export async function prepareSeats({
  data,
  origin,
  count,
}: {
  data: string;
  origin: string;
  count: number;
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
      return { username, device, signKey };
    });
  };
  const seats = await Promise.all(Array.from({ length: count }, (_, index) => add(`person-${index}`)));
  await rooms.close();
  return seats;
}
