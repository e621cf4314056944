import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import * as v from 'valibot';
import { type WebSocket, WebSocketServer } from 'ws';
import type { DeviceId, UserId } from '../../lib/protocol/ids.ts';
import { pathTo } from '../../lib/protocol/routes.ts';
import { DeviceFrame, type ServerFrame, STREAM_BEAT, STREAM_PROOF_LIMIT } from '../../lib/protocol/stream.ts';
import { refuseWebOrigin } from '../http/http.ts';
import { opaqueId } from '../ids.ts';
import type { Floor, Tx } from '../room.ts';

interface DeliveryNeeds {
  devices: {
    authenticateStream(
      proof: string,
      nonce: string,
    ): Promise<{ id: DeviceId; user: UserId; spend(tx: Tx): Promise<void> }>;
    /** Which of these may no longer be told anything. */
    ended(ids: DeviceId[]): Promise<DeviceId[]>;
  };
}

/** Close codes of the stream; the device then learns why by its next signed call. */
const CLOSE = { refused: 4401, ended: 4403, stopping: 1001 } as const;

/** How long the other side has to answer a close, in milliseconds. */
const CLOSE_LIMIT = 2_000;

/** Strangers, and one device of many windows, take no more than this; the oldest stream gives way to the newest. */
const MOST_UNPROVEN = 1_000;
const MOST_OF_ONE_DEVICE = 4;

/**
 * How a hint reaches a device: one WebSocket per paired browser, over which only "something changed" travels.
 * Whatever is missed here, the device's next look at its inbox brings.
 */
export function createDelivery({ db, signals, random }: Floor, needs: DeliveryNeeds) {
  // By a name of their own, since the library's types do not know `closeTimeout` yet.
  const options = {
    noServer: true,
    perMessageDeflate: false,
    maxPayload: 4_096,
    // Whoever was refused must not hold the connection by never answering the close.
    closeTimeout: CLOSE_LIMIT,
  };
  const server = new WebSocketServer(options);
  const streams = new Map<DeviceId, Set<WebSocket>>();
  const unproven = new Set<WebSocket>();
  /** Those that have answered the last ping (RFC 6455 §5.5.3), by which a dead connection is told from a quiet one. */
  const answered = new Set<WebSocket>();

  /** Takes over an HTTP upgrade; true if it was meant for the stream. */
  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    if (request.url !== pathTo('deviceStream')) return false;
    try {
      refuseWebOrigin(request.headers.origin);
    } catch {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return true;
    }
    server.handleUpgrade(request, socket, head, (stream) => greet(stream));
    return true;
  }

  /** A stream must prove itself over our nonce at once, or it is closed. */
  function greet(stream: WebSocket): void {
    const nonce = opaqueId(random);
    makeRoom(unproven, MOST_UNPROVEN);
    unproven.add(stream);
    const limit = setTimeout(() => stream.close(CLOSE.refused), STREAM_PROOF_LIMIT);
    stream.on('error', () => stream.terminate());
    stream.once('close', () => {
      clearTimeout(limit);
      unproven.delete(stream);
    });
    stream.once('message', (data) => {
      clearTimeout(limit);
      admit(stream, { frame: String(data), nonce }).catch(() => stream.close(CLOSE.refused));
    });
    send(stream, { type: 'nonce', nonce });
  }

  async function admit(stream: WebSocket, { frame, nonce }: { frame: string; nonce: string }): Promise<void> {
    const parsed = v.parse(DeviceFrame, JSON.parse(frame));
    if (parsed.type !== 'proof') return stream.close(CLOSE.refused);
    const device = await needs.devices.authenticateStream(parsed.proof, nonce);
    await db.write((tx) => device.spend(tx));
    if (stream.readyState !== stream.OPEN) return;
    unproven.delete(stream);
    const own = streams.get(device.id) ?? new Set();
    makeRoom(own, MOST_OF_ONE_DEVICE);
    streams.set(device.id, own.add(stream));
    const unlisten = [
      signals.listen(`user:${device.user}`, () => send(stream, { type: 'hint', id: device.user })),
      signals.listen(`device-gone:${device.id}`, () => stream.close(CLOSE.ended)),
    ];
    answered.add(stream);
    stream.on('pong', () => answered.add(stream));
    stream.once('close', () => {
      own.delete(stream);
      if (own.size === 0 && streams.get(device.id) === own) streams.delete(device.id);
      answered.delete(stream);
      for (const stop of unlisten) stop();
    });
    send(stream, { type: 'ready' });
  }

  const all = (): WebSocket[] => [...streams.values()].flatMap((own) => [...own]);

  /** Keeps every stream warm; ends those that answer no more, and those whose device another process has ended. */
  async function beat(): Promise<void> {
    for (const stream of all()) {
      // `delete` tells whether it had answered since the last beat.
      if (!answered.delete(stream)) {
        stream.terminate();
        continue;
      }
      stream.ping();
      send(stream, { type: 'beat' });
    }
    for (const device of await needs.devices.ended([...streams.keys()]))
      for (const stream of streams.get(device) ?? []) stream.close(CLOSE.ended);
  }

  /** Tells every device that the service stops; each will come back by itself. */
  function stop(): void {
    for (const stream of server.clients) stream.close(CLOSE.stopping);
    server.close();
  }

  return { upgrade, beat, beatEvery: STREAM_BEAT, stop, count: () => all().length };
}

const send = (stream: WebSocket, frame: ServerFrame): void => {
  if (stream.readyState === stream.OPEN) stream.send(JSON.stringify(frame));
};

function makeRoom(streams: Set<WebSocket>, most: number): void {
  const [oldest] = streams;
  if (streams.size >= most) oldest?.terminate();
}
