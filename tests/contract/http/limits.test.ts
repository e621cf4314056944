import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stage, startStage } from '../../fakes/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

const post = (path: string, init: RequestInit) =>
  fetch(stage.service.base + path, { method: 'POST', ...init });

/** What the service answers to raw bytes, until it closes the connection. */
async function raw(...pieces: string[]): Promise<string> {
  const socket = connect(stage.service.port, '127.0.0.1');
  await once(socket, 'connect');
  let answer = '';
  socket.on('data', (data) => {
    answer += String(data);
  });
  socket.on('error', () => {});
  for (const piece of pieces) socket.write(piece);
  await once(socket, 'close');
  return answer.split('\r\n')[0] ?? '';
}

describe('requests that are too much', () => {
  it('a body over the limit is refused, announced or not', async () => {
    const body = 'x'.repeat(20_000);
    expect((await post('/device/v1/pairings', { body })).status).toBe(413);
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(body));
        controller.close();
      },
    });
    const streamed = await post('/device/v1/pairings', {
      body: stream,
      headers: { 'Content-Type': 'application/json' },
      duplex: 'half',
    } as RequestInit);
    expect(streamed.status).toBe(413);
  });

  it('headers over the limit are refused', async () => {
    expect(await raw(`GET /health HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`)).toContain('431');
  });

  it.concurrent('headers that never end are cut off', async () => {
    expect(await raw('GET /health HTTP/1.1\r\nHost: x\r\n')).toContain('408');
  });

  it.concurrent('a body that never ends is cut off', async () => {
    const head =
      'POST /device/v1/pairings HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n';
    expect(await raw(head, '{')).toContain('408');
  });

  it('rubbish gets a clear refusal and never a 5xx', async () => {
    const bodies = ['', '{', 'null', '[]', '"text"', '{"a":1}', '\u0000'];
    for (const path of [
      '/device/v1/pairings',
      '/invitation/pairing',
      '/device/v1/presence',
      '/prompt/x/push',
    ]) {
      for (const body of bodies) {
        const headers = { 'Content-Type': 'application/json', Origin: stage.service.origin };
        const reply = await post(path, { body, headers });
        expect(reply.status).toBeGreaterThanOrEqual(400);
        expect(reply.status).toBeLessThan(500);
        expect(await reply.json()).toMatchObject({ error: expect.any(String), message: expect.any(String) });
      }
    }
  });

  it('what is nowhere says so', async () => {
    const reply = await fetch(`${stage.service.base}/nowhere`);
    expect(reply.status).toBe(404);
    expect(await reply.json()).toMatchObject({ error: 'not_found' });
  });

  it('health answers', async () => {
    expect(await (await fetch(`${stage.service.base}/health`)).json()).toEqual({ status: 'ok' });
  });
});
