import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
});
afterAll(() => service.stop());

const CODE = /^\d{3} \d{3} \d{3}(?= {2}BC[A-Z0-9]{18}$)/;
const codeIn = (line = ''): string => CODE.exec(line)?.[0] ?? '';
const rows = () => service.rooms.floor.db.read.selectFrom('bypass_codes').selectAll().execute();

describe('bypass create', () => {
  it('shows a code once: nine digits, one use, an hour', async () => {
    const [first, head, line, ...rest] = await must('bypass', 'create', 'alex');
    expect(first).toBe('One-time code for alex. It works once, within 60 minutes. It is not shown again:');
    expect(head).toMatch(/^CODE +ID$/);
    expect(line).toMatch(CODE);
    expect(rest).toEqual([]);
    const code = codeIn(line);
    const [row] = await rows();
    expect(line?.endsWith(row?.id ?? '?')).toBe(true);
    expect(row).toMatchObject({ user_id: alex, uses_left: 1 });
    expect((row?.expires_at ?? 0) - (row?.created_at ?? 0)).toBeGreaterThan(59 * 60_000);
    expect((row?.expires_at ?? 0) - (row?.created_at ?? 0)).toBeLessThanOrEqual(60 * 60_000);

    const told = [await must('bypass', 'list', 'alex'), await must('log', '--user', 'alex')]
      .flat()
      .join('\n');
    expect(told).toMatch(/^BC[A-Z0-9]{18} +1 +20\S+Z +20\S+Z$/m);
    expect(told).toMatch(/bypass\.made +operator +alex/);
    const mails = (await service.rooms.outbox.list(10)).map(({ text }) => text).join('\n');
    expect(mails).toMatch(/Your help desk made a code/);
    for (const spelled of [code, code.replaceAll(' ', '')]) {
      expect(told + mails + JSON.stringify([await rows(), service.log])).not.toContain(spelled);
    }
  });

  it('makes what is asked for, and understands nothing else', async () => {
    const [first, , ...lines] = await must(
      'bypass',
      'create',
      'alex',
      '--uses',
      '3',
      '--minutes',
      '0',
      '--count',
      '4',
    );
    expect(first).toBe('Codes for alex. Each works 3 times, without an end. They are not shown again:');
    expect(new Set(lines.map(codeIn)).size).toBe(4);
    for (const line of lines) expect(line).toMatch(CODE);
    const kept = (await rows()).filter(({ expires_at }) => expires_at === null);
    expect(kept.map(({ uses_left }) => uses_left)).toEqual([3, 3, 3, 3]);
    for (const wrong of [
      ['--uses', '0'],
      ['--uses', 'many'],
      ['--minutes', '43201'],
      ['--count', '11'],
      ['--count', '1e1'],
    ])
      expect(await operator('bypass', 'create', 'alex', ...wrong)).toMatchObject({ code: 2, stdout: '' });
    expect(await operator('bypass', 'create', 'nobody')).toMatchObject({ code: 1, stdout: '' });
  });

  it('makes none for a disabled person', async () => {
    await service.addUser('sam');
    await must('user', 'disable', 'sam');
    expect(await operator('bypass', 'create', 'sam')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'This user is disabled. Enable them first: user enable sam\n',
    });
  });

  it('says what keeps the codes from working', async () => {
    const person = await service.addUser('locked');
    const { floor, users } = service.rooms;
    await must('application', 'add', 'Campus Portal', '--redirect', 'https://portal.example.org/callback');
    await floor.db.write((tx) => users.recordFailure(tx, person, { threshold: 1, minutes: 0 }));
    const told = async () => (await must('bypass', 'create', 'locked')).slice(3);
    const locked = 'locked is locked out: no code works until “user unlock locked”.';
    expect(await told()).toEqual([locked]);
    await must('policy', 'set', 'passcodes=off');
    const off =
      'Codes are switched off everywhere: none works there until the policy passcodes=off is changed.';
    expect(await told()).toEqual([locked, off]);
    await must('user', 'unlock', 'locked');
    expect(await told()).toEqual([off]);
    await must('policy', 'set', 'passcodes=default');
    expect(await told()).toEqual([]);
  });
});

describe('bypass remove', () => {
  it('ends one, or all, of this person', async () => {
    const robin = await service.addUser('robin');
    await must('bypass', 'create', 'robin', '--count', '3');
    const [one] = await service.rooms.passcodes.bypass.list(robin);
    const id = one?.id ?? '';
    expect(await operator('bypass', 'remove', 'alex', id)).toMatchObject({ code: 1 });
    expect(await must('bypass', 'remove', 'robin', id)).toEqual(['Removed.']);
    expect(await operator('bypass', 'remove', 'robin', id)).toMatchObject({ code: 1 });
    expect(await must('bypass', 'remove', 'robin', '--all')).toEqual(['Removed 2 codes.']);
    expect(await operator('bypass', 'remove', 'robin', '--all')).toMatchObject({ code: 1 });
    expect(await service.rooms.passcodes.bypass.list(alex)).not.toEqual([]);
    const bare = await operator('bypass', 'remove', 'robin');
    expect(bare.stderr).toContain('With --all, all codes of the user end.');
    for (const args of [['robin'], ['robin', '123456789'], ['robin', id, '--all'], []])
      expect(await operator('bypass', 'remove', ...args)).toMatchObject({ code: 2 });
    expect((await must('log', '--user', 'robin')).join('\n')).toMatch(/bypass\.removed +operator +robin/);
  });
});

describe('one person', () => {
  it('has at most a hundred that are still good, however many are asked for at once', async () => {
    const kim = await service.addUser('kim');
    const { bypass } = service.rooms.passcodes;
    const wish = { count: 10, uses: 1, minutes: 60 };
    for (let made = 0; made < 90; made += 10) await bypass.make(kim, wish);
    const asked = await Promise.allSettled(
      Array.from({ length: 4 }, () => bypass.make(kim, { ...wish, count: 4 })),
    );
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(await bypass.list(kim)).toHaveLength(98);
    expect(await operator('bypass', 'create', 'kim', '--count', '3')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'This user would have more than 100 codes. Remove some first.\n',
    });
    expect(await bypass.list(kim)).toHaveLength(98);
    await service.advance(60 * 60_000);
    await bypass.make(kim, wish);
    expect(await bypass.list(kim)).toHaveLength(10);
  });
});
