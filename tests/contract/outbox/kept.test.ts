import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { startSmtp } from '../../fakes/smtp.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';

const MAIN = fileURLToPath(new URL('../../../service/operator/main.mjs', import.meta.url));
const run = promisify(execFile);

let stage: Stage;
afterEach(() => stage.stop());

/** Runs a command beside the running service. */
async function operator(args: string[], settings: Record<string, string> = {}) {
  const { service } = stage;
  const env = {
    PATH: process.env.PATH,
    COUNTERSIGN_ORIGIN: service.origin,
    COUNTERSIGN_DATA: service.data,
    COUNTERSIGN_TRUST_PROXY: 'loopback',
    ...settings,
  };
  const failed = (cause: { code: number; stdout: string; stderr: string }) => cause;
  const { stdout, stderr, ...rest } = await run(process.execPath, [MAIN, ...args], { env }).catch(failed);
  return { code: 'code' in rest ? rest.code : 0, stdout, stderr };
}

it('without a mail server mails are kept, and the operator reads them', async () => {
  stage = await startStage();
  await stage.pair('Chrome on Linux');
  await stage.service.app.deliverMail();
  const { stdout: list } = await operator(['outbox', 'list']);
  expect(list).toMatch(/ kept +0 +alex@example\.org +A browser was paired with your account$/m);

  const [id = ''] = list.split('\n')[1]?.split(/\s+/) ?? [];
  const { stdout: shown } = await operator(['outbox', 'show', id]);
  expect(shown).toMatch(/^To +alex@example\.org$/m);
  expect(shown).toMatch(/^State +kept$/m);
  expect(shown).toMatch(/^Browser: +“Chrome on Linux”$/m);
});

it('an unknown mail and a missing one are told apart', async () => {
  stage = await startStage();
  expect(await operator(['outbox', 'show', '-abc'])).toMatchObject({
    code: 1,
    stderr: 'There is no mail with this id.\n',
  });
  expect(await operator(['outbox', 'show'])).toMatchObject({ code: 2 });
  expect(await operator(['outbox', 'list', '--limit', '0'])).toMatchObject({ code: 2 });
});

it('a mail that a command writes is sent by the running service', async () => {
  const smtp = await startSmtp();
  stage = await startStage({ smtp: smtp.settings() });
  const { id } = await stage.pair('Lost laptop');
  await stage.service.app.deliverMail();
  smtp.mails.length = 0;
  const settings = {
    COUNTERSIGN_SMTP: `smtp://localhost:${smtp.port}`,
    COUNTERSIGN_MAIL_FROM: 'countersign@example.org',
  };
  expect(await operator(['devices', 'remove', id ?? ''], settings)).toMatchObject({ code: 0, stderr: '' });
  await expect.poll(() => smtp.mails.length).toBe(1);
  expect(smtp.mails[0]?.text).toMatch(/^Browser: +“Lost laptop”$/m);
  await smtp.stop();
});
