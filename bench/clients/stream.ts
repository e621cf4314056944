import { WebSocket } from 'ws';
import { pathTo } from '../../lib/protocol/routes.ts';
import type { ServerFrame } from '../../lib/protocol/stream.ts';
import type { BenchDevice } from './bench-device.ts';

export interface StreamOptions {
  device: BenchDevice;
  host: string;
  /** The CA of a service that speaks TLS. */
  ca?: string;
  onHint?: () => void;
}

/** Opens a paired browser's stream and resolves when the service has accepted it. */
export function openStream({ device, host, ca, onHint }: StreamOptions): Promise<WebSocket> {
  const url = `${ca ? 'wss' : 'ws'}://${host}${pathTo('deviceStream')}`;
  const socket = new WebSocket(url, { perMessageDeflate: false, ...(ca && { ca }) });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', (code) => reject(new Error(`The stream was closed (${code}).`)));
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as ServerFrame;
      if (frame.type === 'nonce')
        socket.send(JSON.stringify({ type: 'proof', proof: device.streamProof(frame.nonce) }));
      if (frame.type === 'beat') socket.send('{"type":"beat"}');
      if (frame.type === 'hint') onHint?.();
      if (frame.type === 'ready') resolve(socket);
    });
  });
}
