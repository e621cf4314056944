import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';

let stage: Stage;
let uncaught: unknown[];
const keep = (thrown: unknown) => void uncaught.push(thrown);

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());
beforeEach(() => {
  uncaught = [];
  process.on('uncaughtException', keep);
});
afterEach(() => void process.off('uncaughtException', keep));

/** Asks for an upgrade and breaks the connection off before it is answered. */
async function askAndReset(head: string): Promise<void> {
  const socket = connect(stage.service.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => {});
  socket.write(head);
  socket.resetAndDestroy();
  await once(socket, 'close');
}

const upgrade = (path: string, more = '') =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n${more}\r\n`;

/** A text frame as clients send it, masked with zeros (RFC 6455 §5.2). */
const frame = (text: string) => Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0, ...Buffer.from(text)]);

describe('a stranger who does not hang up', () => {
  it('is hung up on soon after the refusal', { timeout: 20_000 }, async () => {
    const socket = connect(stage.service.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(upgrade(pathTo('deviceStream')));
    await once(socket, 'data');
    socket.write(frame('{}'));
    // Takes what comes, and answers no closing frame.
    socket.resume();
    await once(socket, 'close');
  });
});

describe('a stranger who breaks an upgrade off does not stop the service', () => {
  it.each([
    ['where there is no stream', upgrade('/nowhere')],
    ['from a page of the web', upgrade(pathTo('deviceStream'), 'Origin: https://evil.example\r\n')],
    ['of a stream', upgrade(pathTo('deviceStream'))],
    ['and asked for no upgrade at all', 'GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ])('%s', async (_, head) => {
    for (let turn = 0; turn < 50; turn += 1) await askAndReset(head);
    expect((await fetch(`${stage.service.base}/health`)).status).toBe(200);
    expect(uncaught).toEqual([]);
  });
});
