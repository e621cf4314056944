import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../lib/ports/clock.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { startTestService, type TestService } from '../../fakes/service.ts';
import { operatorOf } from './run-operator.ts';

let service: TestService;
let alex: UserId;
let operator: ReturnType<typeof operatorOf>['operator'];
let must: ReturnType<typeof operatorOf>['must'];
beforeAll(async () => {
  service = await startTestService();
  ({ operator, must } = operatorOf(service));
  alex = await service.addUser('alex');
  await service.addUser('sam');
});
afterAll(() => service.stop());

const person = async () => {
  const { floor, users } = service.rooms;
  return users.find(floor.db.read, alex);
};
const joined = async (...args: string[]) => (await must(...args)).join('\n');

describe('group', () => {
  it('add, list, join, show, leave and remove', async () => {
    expect(await must('group', 'list')).toEqual(['No groups yet. See: group add']);
    expect(await must('group', 'add', 'Night Staff')).toEqual(['Added the group Night Staff.']);
    expect(await operator('group', 'add', 'NIGHT staff')).toMatchObject({
      code: 1,
      stderr: 'There is a group of this name already.\n',
    });
    expect(await operator('group', 'add', 'Night\u001b[2J')).toMatchObject({ code: 2, stdout: '' });
    expect((await must('group', 'show', 'Night Staff'))[1]).toBe('No members yet. See: group join');
    expect(await must('group', 'join', 'night staff', 'alex', 'Sam')).toEqual([
      'alex is in Night Staff.',
      'sam is in Night Staff.',
      'It concerns 2 people: they sign in as usual.',
    ]);
    expect(await must('group', 'show', 'Night Staff')).toEqual([
      'Night Staff: active',
      'NAME  DISPLAY NAME  STATUS',
      'alex  alex          active',
      'sam   sam           active',
    ]);
    expect((await must('group', 'list'))[1]).toMatch(/^Night Staff {2}active {2}2 +20\S+Z$/);
    expect((await must('user', 'list'))[1]).toMatch(/ Night Staff$/);
    expect(await must('group', 'leave', 'Night Staff', 'sam')).toEqual([
      'sam is no longer in Night Staff.',
      'It concerns 1 person: sam signs in as usual.',
    ]);
    const log = await joined('log', '--user', 'sam');
    expect(log).toMatch(/group\.joined .*Night Staff$/m);
    expect(log).toMatch(/group\.left .*Night Staff$/m);
    expect(await must('group', 'remove', 'Night Staff')).toEqual([
      'Removed the group Night Staff.',
      'It concerns 1 person: alex signs in as usual.',
    ]);
    expect(await operator('group', 'show', 'Night Staff')).toMatchObject({
      code: 1,
      stderr: 'There is no group of this name. See: group list\n',
    });
    expect(await joined('log')).toMatch(/group\.removed .*Night Staff$/m);
  });

  it('join and leave move all who are named, or nobody', async () => {
    await must('group', 'add', 'Library');
    await must('group', 'join', 'Library', 'sam');
    const twice = await operator('group', 'join', 'Library', 'alex', 'sam');
    expect(twice).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'sam is already in Library. Nothing was changed.\n',
    });
    expect((await operator('group', 'leave', 'Library', 'sam', 'alex')).code).toBe(1);
    expect(await joined('group', 'show', 'Library')).toMatch(/^Library: active\nNAME.*\nsam /);
    expect(await operator('group', 'join', 'Library', 'alex', 'nobody')).toMatchObject({
      code: 1,
      stderr: 'There is no user “nobody”. See: user list\n',
    });
    for (const args of [
      ['join'],
      ['join', 'Library'],
      ['leave', 'Library'],
      ['add'],
      ['add', 'a', 'b'],
      ['show'],
    ])
      expect(await operator('group', ...args)).toMatchObject({ code: 2, stdout: '' });
  });

  it('status holds for the members, and a bypass has an end', async () => {
    await must('group', 'add', 'Guests');
    await must('group', 'join', 'Guests', 'alex');
    const [told, concerns] = await must('group', 'status', 'Guests', 'bypass', '--for', '2h');
    expect(told).toMatch(/^Guests: bypass until 20\S+Z$/);
    expect(concerns).toMatch(/^It concerns 1 person: alex signs in without a second step until 20\S+Z\.$/);
    expect((await person())?.group_bypass_until).toBeGreaterThan(service.clock.now() + 119 * MINUTE);
    expect(await joined('user', 'list')).toMatch(/^alex .* bypass until 20\S+Z /m);
    expect(await joined('alerts')).toMatch(/group\.bypass_begun +operator .*Guests$/m);
    expect(await must('group', 'status', 'Guests', 'disabled')).toEqual([
      'Guests: disabled',
      'It concerns 1 person: alex is disabled by the group “Guests”.',
    ]);
    expect(await operator('group', 'status', 'Guests', 'disabled')).toMatchObject({
      code: 1,
      stderr: 'Guests is disabled already.\n',
    });
    expect(await joined('user', 'list')).toMatch(/^alex .* disabled /m);
    const sentence = 'alex is disabled by the group “Guests”. See: group status, group leave';
    for (const args of [
      ['user', 'invite', 'alex'],
      ['bypass', 'create', 'alex'],
      ['user', 'enable', 'alex'],
    ])
      expect(await operator(...args)).toMatchObject({ code: 1, stdout: '', stderr: `${sentence}\n` });
    await must('user', 'disable', 'alex');
    expect(await must('user', 'enable', 'alex')).toEqual([sentence]);
    await must('user', 'disable', 'alex');
    expect(await must('user', 'status', 'alex', 'active')).toEqual([sentence]);
    const [back, concerned] = await must('group', 'status', 'Guests', 'bypass', '--for', '2h');
    expect(back).toMatch(/^Guests: bypass until 20\S+Z, then disabled$/);
    expect(concerned).toMatch(/: alex signs in without a second step until 20\S+Z, then disabled\.$/);
    expect(await must('group', 'status', 'Guests', 'active')).toEqual([
      'Guests: active',
      'It concerns 1 person: alex signs in as usual.',
    ]);
    expect(await person()).toMatchObject({ status: 'active', group_bypass_until: null });
  });
});

describe('what now holds', () => {
  it('is told of each who is concerned: by a group, by themselves, or locked out', async () => {
    const { floor, users } = service.rooms;
    const people = await Promise.all(
      ['kim', 'lee', 'robin', 'toni', 'uma'].map((name) => service.addUser(name)),
    );
    const [kim, lee, , toni] = people as [UserId, UserId, UserId, UserId];
    await must('group', 'add', 'Choir');
    expect((await must('group', 'status', 'Choir', 'bypass', '--for', '2h'))[1]).toBe(
      'It concerns nobody: there are no members.',
    );
    await floor.db.write(async (tx) => {
      await users.setStatus(tx, kim, 'disabled');
      await users.setStatus(tx, lee, 'disabled');
      await users.setStatus(tx, lee, { bypassUntil: service.clock.now() + HOUR });
      await users.recordFailure(tx, toni, { threshold: 1, minutes: 0 });
    });
    const joined = await must('group', 'join', 'Choir', 'kim', 'lee', 'robin', 'toni', 'uma');
    expect(joined.at(-1)?.replace(/20\S+Z/g, 'T')).toBe(
      'It concerns 5 people: kim is disabled by their own status; ' +
        'lee signs in without a second step until T, then disabled, by their own status; ' +
        '2 sign in without a second step until T; toni is locked out.',
    );
  });
});

describe('what comes after a bypass', () => {
  it('is told also of whoever joins: the first group that is disabled again decides', async () => {
    await service.addUser('val');
    await must('group', 'add', 'Short');
    await must('group', 'add', 'Long');
    await must('group', 'status', 'Short', 'disabled');
    await must('group', 'status', 'Short', 'bypass', '--for', '1h');
    await must('group', 'status', 'Long', 'bypass', '--for', '2h');
    await must('group', 'join', 'Long', 'val');
    const { floor, groups } = service.rooms;
    const end = (await groups.byName(floor.db.read, 'Short'))?.status_until ?? 0;
    expect((await must('group', 'join', 'Short', 'val')).at(-1)).toBe(
      `It concerns 1 person: val signs in without a second step until ${new Date(end).toISOString()}, then disabled.`,
    );
  });
});

describe('user status', () => {
  it('sets a bypass with an end, ends it, disables and enables', async () => {
    const [told = ''] = await must('user', 'status', 'alex', 'bypass', '--for', '30d');
    expect(told).toMatch(/^alex: bypass until 20\S+Z$/);
    const until = (await person())?.status_until ?? 0;
    expect(until).toBeGreaterThan(service.clock.now() + 30 * DAY - HOUR);
    expect(await must('user', 'status', 'alex', 'bypass', '--for', '1h')).toHaveLength(1);
    expect((await person())?.status_until).toBeLessThan(until);
    expect(await joined('alerts', '--user', 'alex')).toMatch(/user\.bypass_begun +operator +alex/);
    expect(await must('user', 'status', 'alex', 'active')).toEqual(['alex: active']);
    expect(await operator('user', 'status', 'alex', 'active')).toMatchObject({
      code: 1,
      stderr: 'alex is active already.\n',
    });
    expect(await must('user', 'status', 'alex', 'disabled')).toEqual(['alex: disabled']);
    expect((await must('user', 'status', 'alex', 'bypass', '--for', '2h'))[0]).toMatch(
      /^alex: bypass until 20\S+Z, then disabled$/,
    );
    expect(await must('user', 'enable', 'alex')).toEqual(['alex is enabled.']);
    const log = await joined('log', '--user', 'alex');
    expect(log).toMatch(/user\.bypass_ended +operator[\s\S]*user\.disabled[\s\S]*user\.bypass_ended/);
  });

  it('takes no bypass without an end, or with one that is far', async () => {
    for (const args of [
      ['bypass'],
      ['bypass', '--for', '0h'],
      ['bypass', '--for', '721h'],
      ['bypass', '--for', 'ever'],
      ['active', '--for', '2h'],
      ['locked'],
    ])
      expect(await operator('user', 'status', 'alex', ...args), args.join(' ')).toMatchObject({
        code: 2,
        stdout: '',
      });
    expect(await person()).toMatchObject({ status: 'active', status_until: null });
  });
});

describe('policy --group', () => {
  it('sets what a group may change, and shows where it is set', async () => {
    const { id } = await service.addApplication('Intranet');
    await must('group', 'add', 'Exams');
    await must('group', 'join', 'Exams', 'alex');
    await must('policy', 'set', 'passcodes=off', 'autoPush=off', '--group', 'Exams');
    expect(await must('policy', 'set', 'digits=4', 'autoPush=on', '--application', id)).toEqual([
      'Changed. It holds from the next request on.',
      'The group “Exams” has its own autoPush, off, which holds for its members.',
    ]);
    const shown = await joined('policy', 'show', '--group', 'exams', '--application', id);
    expect(shown).toMatch(/^passcodes +off +this group$/m);
    expect(shown).toMatch(/^autoPush +off +this group$/m);
    expect(shown).toMatch(/^digits +4 +this application$/m);
    expect(shown).toMatch(/^bypassCodes +shown +default$/m);
    const { floor, policies } = service.rooms;
    const about = { application: id, user: alex };
    expect(await policies.effective(floor.db.read, about)).toMatchObject({
      passcodes: 'off',
      autoPush: 'off',
      digits: 4,
    });
    expect(await joined('log')).toMatch(/policy\.changed +passcodes autoPush .*Exams$/m);
    expect((await must('bypass', 'create', 'alex')).at(-1)).toMatch(
      /^Codes are switched off everywhere by the group “Exams”: /,
    );
    await must('policy', 'set', 'passcodes=default', 'bypassCodes=hidden', '--group', 'Exams');
    expect((await must('bypass', 'create', 'alex')).at(-1)).toMatch(
      /^Codes of the help desk are refused everywhere by the group “Exams”, /,
    );
    await must('group', 'remove', 'Exams');
    expect(await policies.effective(floor.db.read, about)).toMatchObject({ bypassCodes: 'shown', digits: 4 });
    const rows = await floor.db.read.selectFrom('policies').select('scope').execute();
    expect(rows.map(({ scope }) => scope)).toEqual([id]);
  });

  it('refuses what a group may not change', async () => {
    await must('group', 'add', 'Lab');
    for (const change of ['digits=4', 'newUsers=allow', 'lockout.threshold=3', 'helpDesk=default'])
      expect(await operator('policy', 'set', change, '--group', 'Lab')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('A group changes only browserApproval, passcodes, platform'),
      });
    const both = ['--group', 'Lab', '--application', 'DIEXAMPLE0CAMPUS0001'];
    expect((await operator('policy', 'set', 'passcodes=off', ...both)).code).toBe(2);
    expect((await operator('policy', 'set', 'passcodes=off', '--group', 'Nobody')).code).toBe(1);
  });
});
