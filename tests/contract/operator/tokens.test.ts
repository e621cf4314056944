import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestService, type TestService } from '../../fakes/service.ts';
import { TestToken } from '../../fakes/token.ts';
import { operatorOf } from './run-operator.ts';

const HEX = '3132333435363738393031323334353637383930';
const BASE32 = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const SHORT = '313233343536373839303132333435';
const token = new TestToken(Buffer.from(HEX, 'hex'));

let service: TestService;
let operator: ReturnType<typeof operatorOf>['operator'];
let must: ReturnType<typeof operatorOf>['must'];
beforeAll(async () => {
  service = await startTestService();
  ({ operator, must } = operatorOf(service));
  await service.addUser('alex');
  await service.addUser('sam');
});
afterAll(() => service.stop());

function file(...lines: string[]): string {
  const path = join(service.data, 'tokens.csv');
  writeFileSync(path, lines.join('\n'));
  return path;
}

const serials = async () => (await service.rooms.passcodes.hardwareTokens.list()).map(({ serial }) => serial);
const find = (serial: string) => service.rooms.passcodes.hardwareTokens.find(serial);

describe('token import', () => {
  it('takes every kind, hexadecimal or base32, with or without the rest', async () => {
    const path = file(
      '\uFEFFserial,type,secret,counter or period,user',
      `A-1,h6,${HEX}`,
      `"A-2", h8 ,${HEX.toLowerCase()},7,alex\r`,
      '',
      `A-3,T6,${BASE32}`,
      `A-4,t8,${BASE32},60,Sam`,
    );
    expect(await must('token', 'import', path)).toEqual([
      'Imported 4 tokens.',
      '2 of them are users’ now.',
      'The file holds the secrets in the clear: delete it, or lock it away.',
    ]);
    const [head, ...rows] = await must('token', 'list');
    expect(head).toMatch(/^SERIAL +KIND +USER +IMPORTED +LAST USED$/);
    expect(rows.map((row) => row.split(/ {2,}/).slice(0, 3))).toEqual([
      ['A-1', 'counter, 6 digits', '-'],
      ['A-2', 'counter, 8 digits', 'alex'],
      ['A-3', 'time, 6 digits, every 30 s', '-'],
      ['A-4', 'time, 8 digits, every 60 s', 'sam'],
    ]);
    expect(await find('A-2')).toMatchObject({ counter: 7, period: 0 });
    expect(await find('A-3')).toMatchObject({ counter: 0, period: 30 });
    expect(await find('A-4')).toMatchObject({ counter: 0, period: 60 });
    expect((await must('log', '--user', 'alex')).join('\n')).toMatch(/token\.assigned +operator +alex/);
  });

  it('takes all or nothing, and names each bad line without its secret', async () => {
    const before = await serials();
    const path = file(
      `B-1,h6,${HEX}`,
      `B-2,h7,${HEX}`,
      `B-3,h6,${SHORT}`,
      'B-4,h6,not a secret',
      `B-1,h6,${HEX}`,
      `B-6,h6,${HEX},-1`,
      `B-7,t6,${HEX},5`,
      `,h6,${HEX}`,
      `B-9,h6,${HEX},0,nobody`,
      `B-10,h6,${HEX},0,alex,x`,
      `A-1,h6,${HEX}`,
    );
    const { code, stdout, stderr } = await operator('token', 'import', path);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toEqual([
      'Nothing was imported.',
      'Line 2: the type must be h6, h8, t6 or t8.',
      'Line 3: the secret must be hexadecimal or base32, and 16 to 64 bytes.',
      'Line 4: the secret must be hexadecimal or base32, and 16 to 64 bytes.',
      'Line 5: this serial number stands in the file twice.',
      'Line 6: the counter must be a whole number, up to a billion.',
      'Line 7: the period must be 10 to 300 seconds.',
      'Line 8: the serial number must have 1 to 128 letters, digits, blanks or . : / _ -.',
      'Line 9: there is no user of this name.',
      'Line 10: there are more than 5 columns.',
    ]);
    expect(await serials()).toEqual(before);
  });

  it('refuses serial numbers that are there already, and undoes the rest', async () => {
    const before = await serials();
    const path = file(`C-1,h6,${HEX}`, `A-1,h6,${HEX}`, `A-3,h6,${HEX}`);
    const { code, stderr } = await operator('token', 'import', path);
    expect(code).toBe(1);
    expect(stderr).toBe(
      'Nothing was imported.\nLine 2: there is a token of this serial number already.\nLine 3: there is a token of this serial number already.\n',
    );
    expect(await serials()).toEqual(before);
  });

  it('tells twenty bad lines at a time, and what is no file of tokens', async () => {
    const bad = Array.from({ length: 25 }, () => 'x');
    expect((await operator('token', 'import', file(...bad))).stderr).toMatch(/\n… and 5 more\.\n$/);
    expect(await operator('token', 'import', join(service.data, 'none.csv'))).toMatchObject({
      code: 1,
      stderr: `The file cannot be read: ${join(service.data, 'none.csv')}\n`,
    });
    const semicolons = file('serial;type;secret', `S-1;h6;${HEX}`);
    expect((await operator('token', 'import', semicolons)).stderr).toBe(
      'Nothing was imported.\nLine 1: semicolons stand between the columns. Use commas.\n',
    );
    expect(await operator('token', 'import', file(''))).toMatchObject({ code: 1 });
    expect(await operator('token', 'import')).toMatchObject({ code: 2 });
  });

  it('takes thousands at once', async () => {
    const lines = Array.from({ length: 2_000 }, (_, index) => `D-${index},h6,${HEX}`);
    expect(await must('token', 'import', file(...lines))).toContain('Imported 2000 tokens.');
    expect(await serials()).toHaveLength(2_004);
  });

  it('keeps every secret sealed, each under its own row', async () => {
    const rows = await service.rooms.floor.db.read.selectFrom('tokens').select('secret').limit(50).execute();
    expect(new Set(rows.map(({ secret }) => Buffer.from(secret).toString('hex'))).size).toBe(50);
    for (const { secret } of rows) expect(Buffer.from(secret).includes(token.secret)).toBe(false);
  });
});

describe('a token', () => {
  it('is one person’s at a time', async () => {
    expect(await must('token', 'assign', 'A-1', 'alex')).toEqual(['The token is alex’s now.']);
    expect(await operator('token', 'assign', 'A-1', 'sam')).toMatchObject({
      code: 1,
      stderr: 'Somebody has this token. Unassign it first.\n',
    });
    expect(await operator('token', 'assign', 'X-1', 'sam')).toMatchObject({ code: 1 });
    expect(await operator('token', 'assign', 'A-1', 'nobody')).toMatchObject({ code: 1 });
    expect((await must('user', 'list')).join('\n')).toMatch(/^alex .* active +0 +0 +2 +-$/m);
    expect(await operator('user', 'invite', 'alex', '--inline')).toMatchObject({ code: 1, stdout: '' });
    await must('token', 'unassign', 'A-1');
    expect(await operator('token', 'unassign', 'A-1')).toMatchObject({
      code: 1,
      stderr: 'Nobody has this token.\n',
    });
    await must('token', 'assign', 'A-1', 'sam');
    const log = (await must('log', '--user', 'alex')).join('\n');
    expect(log).toMatch(/token\.unassigned +operator +alex/);
  });

  it('is deleted with its secret', async () => {
    await must('token', 'remove', 'D-0');
    expect(await find('D-0')).toBeNull();
    expect(await operator('token', 'remove', 'D-0')).toMatchObject({ code: 1 });
    expect(await operator('token', 'unassign', 'D-0')).toMatchObject({ code: 1 });
  });
});

describe('a person who cannot use it now', () => {
  it('gets none while disabled, and one with a word of it while locked out', async () => {
    const pat = await service.addUser('pat');
    const { floor, users } = service.rooms;
    await must('user', 'disable', 'pat');
    expect(await operator('token', 'assign', 'D-3', 'pat')).toMatchObject({
      code: 1,
      stderr: 'This user is disabled. Enable them first: user enable pat\n',
    });
    await must('user', 'enable', 'pat');
    await floor.db.write((tx) => users.recordFailure(tx, pat, { threshold: 1, minutes: 0 }));
    expect(await must('token', 'assign', 'D-3', 'pat')).toEqual([
      'The token is pat’s now.',
      'pat is locked out: no code works until “user unlock pat”.',
    ]);
  });
});

describe('token resync', () => {
  const three = (from: number) => [0, 1, 2].map((ahead) => token.code(from + ahead));
  const resync = (serial: string, ...codes: string[]) => operator('token', 'resync', serial, ...codes);

  it('finds three codes in a row, less than a thousand ahead, and the next one counts', async () => {
    expect(await resync('D-1', ...three(999))).toMatchObject({ code: 0 });
    expect(await find('D-1')).toMatchObject({ counter: 1_002 });
    // Used up by it, and never backwards.
    expect(await resync('D-1', ...three(999))).toMatchObject({ code: 1 });
    expect(await resync('D-1', ...three(1_001))).toMatchObject({ code: 1 });
    const grouped = three(1_002).map((code) => `${code.slice(0, 3)} ${code.slice(3)}`);
    expect(await resync('D-1', ...grouped)).toMatchObject({ code: 0 });
  });

  it('finds none further ahead, none out of order, and none with a gap', async () => {
    for (const codes of [
      three(1_000),
      three(50).toReversed(),
      [token.code(50), token.code(51), token.code(53)],
    ]) {
      const refused = await resync('D-2', ...codes);
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toMatch(/three codes in a row/);
      for (const code of codes) expect(refused.stderr).not.toContain(code);
    }
    expect(await find('D-2')).toMatchObject({ counter: 0 });
    expect(await operator('token', 'resync', 'D-2', token.code(0))).toMatchObject({ code: 2 });
  });

  it('is not for one that goes by the clock', async () => {
    const refused = await resync('A-3', ...three(0));
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toMatch(/goes by the clock/);
    expect(await resync('X-1', ...three(0))).toMatchObject({ code: 1 });
  });
});
