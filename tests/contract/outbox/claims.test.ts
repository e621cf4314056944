import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LEASE } from '../../../service/outbox/delivery.ts';
import { startSmtp, type TestSmtp } from '../../fakes/smtp.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';

const MAIN = fileURLToPath(new URL('../../../service/main.mjs', import.meta.url));

/** Its mail server is another one, and it sends nothing before it is started again. */
let stage: Stage;
let own: TestSmtp;
let smtp: TestSmtp;
let judge: () => number | null | Promise<number | null>;
const processes: ChildProcess[] = [];

beforeEach(async () => {
  judge = () => null;
  smtp = await startSmtp({ judge: () => judge() });
  own = await startSmtp();
  stage = await startStage({ smtp: own.settings() });
  await stage.service.rooms.outbox.stop();
});
afterEach(async () => {
  await Promise.all(processes.splice(0).map((each) => end(each, 'SIGTERM')));
  await stage.stop();
  await Promise.all([smtp.stop(), own.stop()]);
});

/** The service in a process of its own, on the same data folder. */
function begin(): ChildProcess {
  const env = {
    COUNTERSIGN_ORIGIN: stage.service.origin,
    COUNTERSIGN_LISTEN: '127.0.0.1:0',
    COUNTERSIGN_TRUST_PROXY: 'loopback',
    COUNTERSIGN_DATA: stage.service.data,
    COUNTERSIGN_SMTP: `smtp://localhost:${smtp.port}`,
    COUNTERSIGN_MAIL_FROM: 'countersign@example.org',
    NODE_COMPILE_CACHE: join(stage.service.data, 'compile-cache'),
  };
  const started = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  processes.push(started);
  return started;
}

async function end(running: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (running.exitCode !== null || running.signalCode !== null) return;
  running.kill(signal);
  await once(running, 'exit');
}

const states = async () => (await stage.service.rooms.outbox.list(100)).map(({ state }) => state);

it('each of many mails is sent by one of two processes, once', async () => {
  for (let turn = 0; turn < 20; turn++) await stage.pair(`Browser ${turn}`);
  begin();
  begin();
  await expect.poll(states).toEqual(Array(20).fill('sent'));
  const ids = smtp.mails.map(({ headers }) => headers['message-id']?.[0]);
  expect(ids).toHaveLength(20);
  expect(new Set(ids).size).toBe(20);
});

it('a mail whose process was killed on the way is sent by another, once the lease is over', async () => {
  const asked = Promise.withResolvers<void>();
  judge = () => {
    asked.resolve();
    return new Promise(() => {});
  };
  await stage.pair();
  const killed = begin();
  await asked.promise;
  await end(killed, 'SIGKILL');
  expect(await states()).toEqual(['sending']);

  await stage.service.restart();
  await stage.service.app.deliverMail();
  expect(own.mails).toEqual([]);

  await stage.service.advance(LEASE);
  await stage.service.app.deliverMail();
  expect(own.mails).toHaveLength(1);
  expect(await stage.service.rooms.outbox.list(1)).toMatchObject([{ state: 'sent', attempts: 2 }]);
});
