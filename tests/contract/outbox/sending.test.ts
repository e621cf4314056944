import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../lib/ports/clock.ts';
import type { SmtpSettings } from '../../../service/outbox/outbox.ts';
import { issueCertificate } from '../../../tools/start/issue-certificate.ts';
import { startSmtp, type TestSmtp } from '../../fakes/smtp.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { scratch } from '../../unit/tools/scratch.ts';

const login = { user: 'countersign', pass: 'p@ss: word' };
let tls: { cert: Buffer; key: Buffer };
beforeAll(() => {
  const folder = scratch();
  const files = { ca: `${folder}/ca.pem`, certificate: `${folder}/cert.pem`, key: `${folder}/key.pem` };
  issueCertificate(files);
  tls = { cert: readFileSync(files.certificate), key: readFileSync(files.key) };
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(files.ca, 'utf8')]);
});

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function open(options?: Parameters<typeof startSmtp>[0]): Promise<TestSmtp> {
  const smtp = await startSmtp(options);
  endings.push(smtp.stop);
  return smtp;
}

async function serve(smtp: SmtpSettings): Promise<Stage> {
  const stage = await startStage({ smtp });
  endings.push(stage.stop);
  return stage;
}

/** Something that a mail tells of. */
const happen = ({ service: { rooms }, alex }: Stage) =>
  rooms.floor.db.write((tx) =>
    rooms.audit.record(tx, { event: 'credential.added', user: alex, detail: { about: 'Blue key' } }),
  );

const newest = async ({ service }: Stage) => (await service.rooms.outbox.list(1))[0];
const deliver = ({ service }: Stage) => service.app.deliverMail();

/** The time passes until the mail's next try, and it is tried. */
async function nextTry(stage: Stage): Promise<number> {
  const wait = ((await newest(stage))?.next_at ?? 0) - stage.service.clock.now();
  await stage.service.advance(wait + 1);
  await deliver(stage);
  return wait;
}

describe('a mail server', () => {
  it('on this machine is spoken to plainly', async () => {
    const smtp = await open();
    const stage = await serve(smtp.settings());
    await happen(stage);
    await deliver(stage);
    expect(smtp.mails).toMatchObject([{ to: ['alex@example.org'], secure: false }]);
    expect(await newest(stage)).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('gets mail by the service’s own clock, with nobody asking', async () => {
    const smtp = await open();
    const stage = await serve(smtp.settings());
    await happen(stage);
    await expect.poll(() => smtp.mails.length).toBe(1);
  });

  it.each([
    ['from the first byte', 'first'],
    ['by STARTTLS', 'upgrade'],
  ] as const)('is spoken to over TLS %s, with the login', async (_, mode) => {
    const smtp = await open({ tls: { ...tls, first: mode === 'first' }, login });
    const stage = await serve(smtp.settings({ tls: mode, login }));
    await happen(stage);
    await deliver(stage);
    expect(smtp.mails).toMatchObject([{ secure: true }]);
  });

  it('without STARTTLS gets neither login nor mail', async () => {
    const smtp = await open({ login });
    const stage = await serve(smtp.settings({ tls: 'upgrade', login }));
    await happen(stage);
    await deliver(stage);
    expect(smtp.connections).toBe(1);
    expect(smtp.mails).toEqual([]);
    expect(await newest(stage)).toMatchObject({ state: 'waiting', attempts: 1 });
  });

  it('whose certificate nobody vouches for gets no mail', async () => {
    const folder = scratch();
    const files = { ca: `${folder}/ca.pem`, certificate: `${folder}/cert.pem`, key: `${folder}/key.pem` };
    issueCertificate(files);
    const foreign = { cert: readFileSync(files.certificate), key: readFileSync(files.key), first: true };
    const smtp = await open({ tls: foreign });
    const stage = await serve(smtp.settings({ tls: 'first' }));
    await happen(stage);
    await deliver(stage);
    expect(smtp.mails).toEqual([]);
    expect(await newest(stage)).toMatchObject({ state: 'waiting' });
  });

  it('that does not know the login gets the mail once it does', async () => {
    const smtp = await open({ login });
    const stage = await serve(smtp.settings({ login: { ...login, pass: 'wrong' } }));
    await happen(stage);
    await deliver(stage);
    expect(await newest(stage)).toMatchObject({ state: 'waiting' });
    expect(JSON.stringify(stage.service.log)).not.toMatch(/wrong|p@ss|alex@/);
  });
});

describe('a mail that does not get through', () => {
  it('is tried again when the server was busy', async () => {
    const answers = [451, null];
    const smtp = await open({ judge: () => answers.shift() ?? null });
    const stage = await serve(smtp.settings());
    await happen(stage);
    await deliver(stage);
    expect(smtp.mails).toEqual([]);
    expect(stage.service.log).toContainEqual(
      expect.objectContaining({ event: 'mail_failed', attempt: 1, why: '451' }),
    );
    await deliver(stage);
    expect(await newest(stage)).toMatchObject({ state: 'waiting', attempts: 1 });
    await nextTry(stage);
    expect(smtp.mails).toHaveLength(1);
    expect(await newest(stage)).toMatchObject({ state: 'sent', attempts: 2 });
  });

  it('waits while the server is down, longer each time', async () => {
    const smtp = await open();
    await smtp.stop();
    const stage = await serve(smtp.settings());
    await happen(stage);
    await deliver(stage);
    const waits: number[] = [];
    for (let turn = 0; turn < 5; turn++) waits.push(Math.round((await nextTry(stage)) / MINUTE));
    expect(waits).toEqual([1, 5, 30, 120, 120]);
    const back = await open({ port: smtp.port });
    await nextTry(stage);
    expect(back.mails).toHaveLength(1);
  });

  it('is given up after a day, with one alert', async () => {
    const smtp = await open({ judge: () => 451 });
    const stage = await serve(smtp.settings());
    const begin = stage.service.clock.now();
    await happen(stage);
    await deliver(stage);
    while ((await newest(stage))?.state === 'waiting') await nextTry(stage);
    const took = stage.service.clock.now() - begin;
    expect(took).toBeGreaterThanOrEqual(DAY);
    expect(took).toBeLessThan(DAY + HOUR);
    expect(await newest(stage)).toMatchObject({ state: 'failed' });
    await stage.service.advance(DAY);
    await deliver(stage);
    expect(await alerts(stage)).toEqual([{ event: 'outbox.failed', reason: 'unreachable' }]);
  });

  it('is given up at once when the server will never take it', async () => {
    const smtp = await open({ judge: () => 550 });
    const stage = await serve(smtp.settings());
    await happen(stage);
    await deliver(stage);
    expect(await newest(stage)).toMatchObject({ state: 'failed', attempts: 1 });
    expect(await alerts(stage)).toEqual([{ event: 'outbox.failed', reason: 'refused' }]);
  });

  it('does not hold up the others', async () => {
    const smtp = await open({ judge: (recipient) => (recipient.startsWith('sam') ? 451 : null) });
    const stage = await serve(smtp.settings());
    const sam = await stage.service.addUser('sam');
    for (const user of [sam, stage.alex, sam, stage.alex]) await happen({ ...stage, alex: user });
    await deliver(stage);
    expect(smtp.mails.map(({ to }) => to[0])).toEqual(['alex@example.org', 'alex@example.org']);
  });
});

const alerts = async ({ service: { rooms } }: Stage) =>
  (await rooms.audit.list({ db: rooms.floor.db, limit: 10, alerts: true })).map(({ event, reason }) => ({
    event,
    reason,
  }));

describe('a mail server that hangs', () => {
  it('holds up no sign-in, and a stop waits for the mail on its way', async () => {
    const held = Promise.withResolvers<null>();
    const asked = Promise.withResolvers<void>();
    const smtp = await open({
      judge: () => {
        asked.resolve();
        return held.promise;
      },
    });
    const stage = await startStage({ smtp: smtp.settings() });
    const laptop = await stage.pair('Laptop');
    void deliver(stage);
    await asked.promise;

    const prompt = await stage.site.begin('alex');
    await laptop.prove(prompt);
    await prompt.post('promptPush');
    const [push] = (await laptop.inbox()).requests;
    if (!push) throw new Error('no request waits');
    const approved = await laptop.decide(push, { decision: 'approve' }, { cookie: prompt.cookie });
    expect(approved.body).toEqual({ state: 'approved' });

    const stopped = stage.stop();
    let over = false;
    void stopped.then(() => {
      over = true;
    });
    await expect(
      fetch(`${stage.service.base}/health`).then(
        () => 'up',
        () => 'down',
      ),
    ).resolves.toBe('down');
    expect(over).toBe(false);
    held.resolve(null);
    await stopped;
    expect(smtp.mails).toHaveLength(1);
  });
});
