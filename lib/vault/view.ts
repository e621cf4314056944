import type { VaultView } from '../messages/vault.ts';
import type { DeviceId } from '../protocol/ids.ts';
import { read } from './database.ts';
import { findHeader, firstSettings } from './header.ts';
import type { Room } from './room.ts';
import { viewOf } from './ways.ts';

export async function readView({ database, seat, list }: Room): Promise<VaultView> {
  const { header, count, devices } = await read(await database(), async (transaction) => {
    const labels = transaction.objectStore('labels');
    const [found, entries, paired] = await Promise.all([
      findHeader(transaction),
      labels.count(),
      labels.index('device').getAll(),
    ]);
    return { header: found, count: entries, devices: paired.map(deviceOf) };
  });
  if (!header) return { state: 'none', unlocks: [], ...firstSettings, count: 0, revision: 0, accounts: [] };
  const isOpen = (await seat.held(header.id, header.autoLock)) !== null;
  if (!isOpen) list.forget();
  const { autoLock, clearsClipboard, revision, unlocks } = header;
  return {
    state: isOpen ? 'open' : 'locked',
    unlocks: unlocks.map(viewOf),
    autoLock,
    clearsClipboard,
    count,
    revision,
    accounts: isOpen ? devices : [],
  };
}

/** The index that found the row is over just this. */
const deviceOf = (row: unknown): DeviceId => (row as { device: DeviceId }).device;
