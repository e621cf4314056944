import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { startStage } from '../../fakes/stage.ts';

it('a mail server that never speaks is left by itself after a while, and the mail waits', async () => {
  const silent = createServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as { port: number };
  const server = { host: 'localhost', port, tls: 'none' as const, login: null };
  const stage = await startStage({ smtp: { server, from: 'countersign@example.org' } });
  await stage.pair();
  await stage.service.app.deliverMail();
  expect(await stage.service.rooms.outbox.list(1)).toMatchObject([{ state: 'waiting', attempts: 1 }]);
  expect(stage.service.log).toContainEqual(expect.objectContaining({ event: 'mail_failed' }));
  await stage.stop();
  silent.close();
});
