import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { STREAM_METHOD } from '../../../lib/protocol/proof.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';

const STREAM = pathTo('deviceStream');

let stage: Stage;
let laptop: TestDevice;

beforeAll(async () => {
  stage = await startStage();
  laptop = await stage.pair('Laptop');
});
afterAll(() => stage.stop());

const connect = (options: { origin?: string; autoPong?: boolean } = {}) =>
  new WebSocket(`ws://127.0.0.1:${stage.service.port}${STREAM}`, options);

/** Frames one after another, as they come. */
function frames(socket: WebSocket) {
  const waiting: Record<string, string>[] = [];
  const takers: ((frame: Record<string, string>) => void)[] = [];
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as Record<string, string>;
    const taker = takers.shift();
    if (taker) taker(frame);
    else waiting.push(frame);
  });
  return () => {
    const frame = waiting.shift();
    return frame
      ? Promise.resolve(frame)
      : new Promise<Record<string, string>>((resolve) => takers.push(resolve));
  };
}

async function open(device: TestDevice, options: { autoPong?: boolean } = {}) {
  const socket = connect(options);
  const next = frames(socket);
  const { nonce } = await next();
  const proof = await device.proof(STREAM_METHOD, STREAM, { claims: { nonce } });
  socket.send(JSON.stringify({ type: 'proof', proof }));
  return { socket, next, proof };
}

const closeCode = async (socket: WebSocket): Promise<number> => (await once(socket, 'close'))[0] as number;

describe('the stream', () => {
  it('carries a hint, and nothing more, when something changed', async () => {
    const { socket, next } = await open(laptop);
    expect(await next()).toEqual({ type: 'ready' });
    const prompt = await stage.site.begin('alex');
    await prompt.post('promptPush');
    expect(await next()).toEqual({ type: 'hint', id: stage.alex });
    await stage.service.app.delivery.beat();
    expect(await next()).toEqual({ type: 'beat' });
    socket.close();
  });

  it('closes without a proof, after three seconds at most', async () => {
    const silent = connect();
    expect(await closeCode(silent)).toBe(4401);
  });

  it('closes on anything else than a fitting proof', async () => {
    for (const frame of ['nonsense', '{"type":"beat"}', '{"type":"proof","proof":"a.b.c"}']) {
      const socket = connect();
      const next = frames(socket);
      await next();
      socket.send(frame);
      expect(await closeCode(socket)).toBe(4401);
    }
  });

  it('closes on a proof over another stream’s nonce, or over none', async () => {
    const { proof } = await open(laptop);
    for (const stale of [proof, await laptop.proof(STREAM_METHOD, STREAM)]) {
      const socket = connect();
      const next = frames(socket);
      await next();
      socket.send(JSON.stringify({ type: 'proof', proof: stale }));
      expect(await closeCode(socket)).toBe(4401);
    }
  });

  it('is refused to pages of the web', async () => {
    const socket = connect({ origin: 'https://evil.example.org' });
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(response.statusCode).toBe(403);
  });

  it('ends when the device does, also when another process ended it', async () => {
    const { floor, devices } = stage.service.rooms;
    for (const elsewhere of [false, true]) {
      const device = await stage.pair('Gone');
      const { socket, next } = await open(device);
      await next();
      const closed = closeCode(socket);
      if (elsewhere) {
        await floor.db.write((tx) =>
          tx.query
            .updateTable('devices')
            .set({ status: 'removed' })
            .where('id', '=', device.id as never)
            .execute(),
        );
        await stage.service.app.delivery.beat();
      } else {
        await floor.db.write((tx) =>
          devices.end(tx, device.id as never, { status: 'removed', reason: 'test' }),
        );
      }
      expect(await closed).toBe(4403);
    }
  });

  it('is open four times for one device at most: the oldest gives way', async () => {
    const device = await stage.pair('Busy');
    const all = [];
    for (let turn = 0; turn < 5; turn++) {
      const stream = await open(device);
      await stream.next();
      all.push(stream.socket);
    }
    const [oldest, ...others] = all;
    if (oldest?.readyState === WebSocket.OPEN) await once(oldest, 'close');
    expect(others.every((socket) => socket.readyState === WebSocket.OPEN)).toBe(true);
  });

  it('ends when its other end answers no more', async () => {
    const { socket, next } = await open(laptop, { autoPong: false });
    await next();
    const closed = closeCode(socket);
    await stage.service.app.delivery.beat();
    await stage.service.app.delivery.beat();
    expect(await closed).toBe(1006);
  });

  it('is told to come back when the service stops', async () => {
    const { socket, next } = await open(laptop);
    await next();
    const closed = closeCode(socket);
    await stage.service.restart();
    expect(await closed).toBe(1001);
  });
});
