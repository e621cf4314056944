import type { Ports } from '../ports/ports.ts';
import type { DeviceId } from '../protocol/ids.ts';
import { type Connection, createConnection } from './connection.ts';
import type { Hint, PushSource } from './push-source.ts';

type Needs = Pick<Ports, 'sockets' | 'timers' | 'random' | 'session' | 'clock'> & { hint: Hint };

/** One WebSocket per device, for as long as this worker lives. */
export function createStream(needs: Needs) {
  const connections = new Map<DeviceId, Connection>();
  const source: PushSource = {
    watch(watched) {
      if (connections.has(watched.device)) return;
      connections.set(watched.device, createConnection(watched, needs));
    },
    forget(device) {
      connections.get(device)?.end();
      connections.delete(device);
    },
  };
  return { ...source, isOpen: (device: DeviceId) => connections.get(device)?.isOpen() ?? false };
}
