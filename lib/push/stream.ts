import type { DeviceId } from '../protocol/ids.ts';
import { type Connection, createConnection, type StreamNeeds } from './connection.ts';
import type { PushSource } from './push-source.ts';

/** One WebSocket per device, for as long as this worker lives. */
export function createStream(needs: StreamNeeds) {
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
