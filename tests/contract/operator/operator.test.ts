import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransactionId } from '../../../lib/protocol/ids.ts';
import { startTestService, type TestService } from '../../fakes/service.ts';
import { devicesOf, mustClaim, mustOpen, newDevice } from '../enrolment/set-up.ts';
import { operatorOf, startOperator } from './run-operator.ts';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.stop());

const operator = (...args: string[]) => operatorOf(service).operator(...args);
const must = (...args: string[]) => operatorOf(service).must(...args);

async function pair(link: string, name?: string) {
  const page = await mustOpen(service, link);
  const claimed = await mustClaim(newDevice(service), page.link, name);
  await Promise.all([page.answer(true), claimed.answer(true)]);
}

const KEY = {
  rawId: 'AAAA',
  kind: 'security_key',
  name: 'Blue key',
  publicKey: new Uint8Array(1),
  algorithm: -7,
  signCount: 0,
  verifies: false,
  transports: [],
  backupEligible: false,
  backedUp: false,
  aaguid: '',
  transaction: 'A'.repeat(22) as TransactionId,
} as const;

const find = (name: string) => service.rooms.users.byName(service.rooms.floor.db.read, name);

describe('npm run operator', () => {
  it('adds users, invites them and sends the invitation again', async () => {
    const [added, , link = ''] = await must(
      'user',
      'add',
      'Alex',
      '--display-name',
      'Alex Rivera',
      '--invite',
      'link',
    );
    expect(added).toBe('Added Alex.');
    expect(await find('ALEX')).toMatchObject({ username: 'Alex', display_name: 'Alex Rivera' });
    const [, again = ''] = await must('user', 'invite', 'alex');
    expect(again).not.toBe(link);
    await expect(mustOpen(service, link)).rejects.toThrow('invitation_unknown');
    await pair(again);
    expect(await operator('user', 'invite', 'alex', '--inline')).toMatchObject({ code: 1, stdout: '' });
    const [inline] = await must('user', 'add', 'sam', '--invite', 'inline');
    expect(inline).toBe('Added sam.');
    expect((await must('user', 'list'))[1]).toMatch(/^Alex\s+Alex Rivera\s+-\s+active\s+1\s+0\s+0\s+-$/);
  });

  it('disables, enables and unlocks', async () => {
    await must('user', 'add', 'robin');
    expect(await must('user', 'disable', 'robin')).toEqual(['robin is disabled.']);
    expect(await find('robin')).toMatchObject({ status: 'disabled' });
    expect(await operator('user', 'invite', 'robin')).toMatchObject({ code: 1 });
    expect(await operator('user', 'disable', 'robin')).toMatchObject({
      code: 1,
      stderr: 'robin is disabled already.\n',
    });
    await must('user', 'enable', 'robin');
    const user = await find('robin');
    await service.rooms.floor.db.write((tx) =>
      service.rooms.users.recordFailure(tx, user?.id as never, { threshold: 1, minutes: 0 }),
    );
    expect((await must('user', 'list')).join('\n')).toContain('locked out');
    await must('user', 'unlock', 'robin');
    expect(await operator('user', 'unlock', 'robin')).toMatchObject({ code: 1 });
    expect((await must('alerts', '--user', 'robin')).join('\n')).toContain('user.locked_out');
  });

  it('adds applications and shows the secret once', async () => {
    const redirect = 'https://portal.example.org/callback';
    const [id = '', secret = ''] = await must('application', 'add', 'Campus Portal', '--redirect', redirect);
    const clientId = id.split(/\s+/).at(-1) ?? '';
    expect(await service.rooms.applications.find(clientId as never)).toMatchObject({
      name: 'Campus Portal',
      redirectUris: [redirect],
      secret: secret.split(/\s+/).at(-1),
    });
    const list = (await must('application', 'list')).join('\n');
    expect(list).toMatch(/DICOUNTERSIGN0000000\s+Countersign\s+built in/);
    expect(list).toContain(clientId);
    expect(list).not.toContain(secret.split(/\s+/).at(-1));
    expect(
      await operator('application', 'add', 'Portal', '--redirect', 'http://portal.example.org'),
    ).toMatchObject({
      code: 1,
    });
    expect(await operator('application', 'add', 'Portal')).toMatchObject({ code: 2 });
  });

  it('removes a browser, even the only one, and the service knows at once', async () => {
    const [, , link = ''] = await must('user', 'add', 'kim', '--invite', 'link');
    await pair(link, 'Firefox on Linux');
    const [, line = ''] = await must('devices', 'list', 'kim');
    expect(line).toContain('Firefox on Linux');
    const device = line.split(/\s+/)[0] ?? '';
    await must('devices', 'remove', device);
    const user = await find('kim');
    expect(await devicesOf(service, user?.id as never)).toEqual([]);
    expect(await operator('devices', 'remove', device)).toMatchObject({ code: 1 });
    expect(await operator('devices', 'remove', 'x')).toMatchObject({ code: 2 });
    const log = (await must('log', '--user', 'kim')).join('\n');
    expect(log).toMatch(/device\.removed\s+operator\s+kim/);
    expect(log.indexOf('user.added')).toBeLessThan(log.indexOf('device.removed'));
  });

  it('lists and removes security keys, even the only one, and never registers one', async () => {
    await must('user', 'add', 'lee');
    const user = await find('lee');
    const { credentials, floor } = service.rooms;
    const added = await floor.db.write((tx) => credentials.add(tx, { ...KEY, user: user?.id as never }));
    const [, line = ''] = await must('keys', 'list', 'lee');
    expect(line).toMatch(/^WA\w{18}\s+Blue key\s+security key\s+active\s+\S+\s+-$/);
    const id = line.split(/\s+/)[0] ?? '';
    expect(id).toBe(added?.id);
    expect(await operator('user', 'invite', 'lee', '--inline')).toMatchObject({ code: 1, stdout: '' });
    expect(await operator('keys', 'remove', 'sam', id)).toMatchObject({ code: 1 });
    expect(await operator('keys', 'remove', 'lee', 'x')).toMatchObject({ code: 2 });
    await must('keys', 'remove', 'lee', id);
    expect(await credentials.of(floor.db.read, user?.id as never)).toEqual([]);
    expect(await operator('keys', 'remove', 'lee', id)).toMatchObject({ code: 1 });
    expect((await must('keys', 'list', 'lee')).join('\n')).toContain('removed');
    expect((await must('log', '--user', 'lee')).join('\n')).toMatch(/credential\.removed\s+operator\s+lee/);
    for (const never of ['add', 'register'])
      expect(await operator('keys', never, 'lee')).toMatchObject({ code: 2, stdout: '' });
  });

  it('shows and changes policies', async () => {
    const { id } = await service.addApplication('Library');
    await must('policy', 'set', 'digits=4', 'lockout.threshold=5', 'helpDesk=Call 1234');
    await must('policy', 'set', 'lockout.scope=all', 'elsewhere=refuse', '--application', id);
    await must('policy', 'set', 'browserApproval=user_verification', 'cloneSuspected=warn');
    const { policies, floor } = service.rooms;
    expect(await policies.effective(floor.db.read, { application: id, user: null })).toMatchObject({
      browserApproval: 'user_verification',
      cloneSuspected: 'warn',
      digits: 4,
      elsewhere: 'refuse',
      helpDesk: 'Call 1234',
      lockout: { threshold: 5, scope: 'all', minutes: 0 },
    });
    const shown = (await must('policy', 'show', '--application', id)).join('\n');
    expect(shown).toMatch(/digits\s+4\s+everywhere/);
    expect(shown).toMatch(/elsewhere\s+refuse\s+this application/);
    expect(shown).toMatch(/newUsers\s+invitation\s+default/);
    await must('policy', 'set', 'elsewhere=default', 'lockout.scope=default', '--application', id);
    expect(await policies.effective(floor.db.read, { application: id, user: null })).toMatchObject({
      elsewhere: 'number',
      lockout: { threshold: 5, scope: 'guessable' },
    });
    await must(
      'policy',
      'set',
      'trustedBrowsers.hours=720',
      'trustedBrowsers.scope=all',
      'lockout.minutes=30',
    );
    await must('policy', 'set', 'trustedBrowsers.deviceKey=required', 'trustedBrowsers.scope=default');
    expect(await policies.effective(floor.db.read, { application: id, user: null })).toMatchObject({
      trustedBrowsers: { hours: 720, scope: 'application', deviceKey: 'required', limit: 5 },
      lockout: { threshold: 5, minutes: 30 },
    });
    const own = '“Library” has its own trustedBrowsers.hours, 48, which holds there.';
    await must('policy', 'set', 'trustedBrowsers.hours=48', '--application', id);
    expect(await must('policy', 'set', 'trustedBrowsers.hours=0', 'digits=5')).toEqual([
      'Changed. It holds from the next request on.',
      own,
    ]);
    expect((await must('policy', 'show')).at(-1)).toBe(own);
    expect((await must('policy', 'show', '--application', id)).join()).not.toContain('has its own');
    for (const wrong of ['trustedBrowsers.hours=11', 'trustedBrowsers.colour=red', 'trustedBrowsers=720'])
      expect(await operator('policy', 'set', wrong)).toMatchObject({ code: 2, stdout: '' });
    for (const wrong of ['digits=7', 'digits=four', 'elsewhere=maybe', 'colour=red', 'lockout=1', 'digits']) {
      expect(await operator('policy', 'set', wrong)).toMatchObject({ code: 2, stdout: '' });
    }
    expect(await operator('policy', 'show', '--application', 'DI000000000000000000')).toMatchObject({
      code: 1,
    });
  });

  it('explains itself, and says what it does not understand', async () => {
    const help = await startOperator(service, 'help');
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const command of ['user invite', 'application add', 'devices remove', 'policy set', 'log', 'alerts'])
      expect(help.stdout).toContain(command);
    for (const args of [
      ['user'],
      ['user', 'add'],
      ['user', 'add', 'a', 'b'],
      ['log', '--limit', '0'],
      ['user', 'list', '--all'],
    ]) {
      expect(await operator(...args)).toMatchObject({ code: 2 });
    }
    expect(await startOperator(service)).toMatchObject({ code: 2 });
    expect((await operator('user', 'add')).stderr).toContain('NAME is missing.');
    expect(await operator('user', 'add', 'al\u001b[2Jex')).toMatchObject({ code: 2, stdout: '' });
    expect(await startOperator(service, 'user', 'disable', 'nobody')).toMatchObject({
      code: 1,
      stderr: 'There is no user “nobody”. See: user list\n',
    });
    expect(await operator('user', 'add', 'SAM')).toMatchObject({ code: 1 });
  });

  it('explains one command, or all that begin with a word, and runs none of them', async () => {
    const [usage = '', about = ''] = await must('help', 'devices', 'remove');
    expect(usage).toBe('npm run operator -- devices remove DEVICE');
    expect(about).toMatch(/^ {4}Ends .+\.$/);
    for (const args of [
      ['devices', 'remove', '--help'],
      ['devices', 'remove', 'DBEXAMPLE0LAPTOP0001', '-h'],
      ['--help', 'devices', 'remove'],
    ])
      expect(await must(...args)).toEqual([usage, about]);
    expect(await must('log', '--user', 'alex', '--help')).toEqual(await must('help', 'log'));
    const group = (await must('help', 'user')).join('\n');
    expect(group).toBe((await must('user', '--help')).join('\n'));
    expect(group).toContain('user unlock NAME');
    expect(group).not.toContain('devices');
    expect(await operator('help', 'nonsense')).toMatchObject({ code: 2, stdout: '' });
  });

  it('says in a sentence that a list is empty', async () => {
    const other = await startTestService();
    const { must: mustThere } = operatorOf(other);
    const lists = async (...names: string[]) =>
      Object.fromEntries(
        await Promise.all(names.map(async (name) => [name, await mustThere(...name.split(' '))])),
      );
    expect(await lists('user list', 'token list', 'alerts', 'outbox list')).toEqual({
      'user list': ['No users yet. See: user add'],
      'token list': ['No tokens yet. See: token import'],
      alerts: ['No alerts. Nothing needs eyes.'],
      'outbox list': ['No mails in the last 30 days.'],
    });
    await mustThere('user', 'add', 'sam');
    expect(await lists('devices list sam', 'keys list sam', 'bypass list sam', 'trust list sam')).toEqual({
      'devices list sam': ['No browsers yet. See: user invite'],
      'keys list sam': ['No keys yet. People add theirs in the options of the extension.'],
      'bypass list sam': ['No codes that are still good. See: bypass create'],
      'trust list sam': ['No trusted browsers.'],
    });
    await other.stop();
  });

  it('works while the service writes, and neither gets in the other’s way', async () => {
    const { floor, users } = service.rooms;
    let busy = true;
    const writing = (async () => {
      let failed = 0;
      for (let index = 0; busy; index++) {
        const user = { username: `busy${index}`, displayName: 'Busy', email: null };
        await floor.db
          .write(async (tx) => {
            // Reads first, as most jobs do.
            await users.byName(tx.query, user.username);
            await users.add(tx, user);
          })
          .catch(() => failed++);
      }
      return failed;
    })();
    const codes = await Promise.all(
      Array.from({ length: 4 }, (_, index) =>
        startOperator(service, 'user', 'add', `new${index}`, '--invite', 'link'),
      ),
    );
    busy = false;
    expect(codes.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(await writing).toBe(0);
  });
});
