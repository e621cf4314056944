import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { DeviceId, UserId } from '../../../lib/protocol/ids.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { failuresOf, giveBrowserCodes, giveBypass, giveToken, print, type } from './set-up.ts';

/** The same code fifty times at once, in as many spellings as it takes (§6.3). */
const TIMES = 50;

let stage: Stage;
let person: UserId;
let username: string;
let laptop: TestDevice;
let turn = 0;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());
beforeEach(async () => {
  username = `racer-${++turn}`;
  person = await stage.service.addUser(username);
  laptop = await stage.pair('Laptop', person);
});

const fullWidth = (digit: string): string => String.fromCodePoint(0xfee0 + digit.charCodeAt(0));
const spellings: ((code: string) => string)[] = [
  (code) => code,
  (code) => ` ${code.slice(0, 3)} ${code.slice(3)} `,
  (code) => `${code.slice(0, 3)}-${code.slice(3)}`,
  (code) => [...code].map(fullWidth).join(''),
  (code) => `${code.slice(0, 2)}\u200b${code.slice(2, 4)}\u00a0\u2212${code.slice(4)}\t`,
];
const spelled = (code: string, at: number): string => spellings[at % spellings.length]?.(code) ?? code;
const fifty = <Value>(make: (at: number) => Value): Value[] =>
  Array.from({ length: TIMES }, (_, at) => make(at));

const kinds: [string, () => Promise<string>][] = [
  ['a time-based token', async () => (await giveToken(stage.service, { user: person, type: 't6' })).shown()],
  ['a counter-based token', async () => (await giveToken(stage.service, { user: person })).at(7)],
  ['a printed code', async () => (await print(stage, { device: laptop, user: person }))[0] ?? ''],
  ['a code of the help desk', () => giveBypass(stage, { user: person })],
];

describe.each(kinds)('%s', (_, give) => {
  it('is accepted once by the one statement that counts', async () => {
    const { floor, passcodes } = stage.service.rooms;
    const code = await give();
    const judged = [];
    // Judged one after the other, since only so many slow hashes may wait; all before the first is counted.
    for (let at = 0; at < TIMES; at += 1) {
      const guess = { user: person, code: passcodes.read(spelled(code, at)), browsers: true };
      judged.push(await passcodes.judge(guess));
    }
    const outcomes = await Promise.all(judged.map((count) => floor.db.write(count)));
    expect(outcomes.filter((outcome) => 'accepted' in outcome)).toHaveLength(1);
    const others = outcomes.filter((outcome) => 'refused' in outcome);
    expect(others).toEqual(Array(TIMES - 1).fill({ refused: 'passcode_used' }));
  });

  it('is accepted once from as many sign-ins, and nobody is blamed', async () => {
    const code = await give();
    const prompts = await Promise.all(fifty(() => stage.site.begin(username)));
    const replies = await Promise.all(prompts.map((prompt, at) => type(prompt, spelled(code, at))));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    const why = new Set(replies.flatMap(({ body }) => (body.error ? [body.error] : [])));
    expect([...why].sort()).toEqual(['passcode_used', 'too_many']);
    expect(await failuresOf(stage, person)).toBe(0);
  });

  it('is accepted once from one sign-in, and nobody is blamed', async () => {
    const code = await give();
    const prompt = await stage.site.begin(username);
    const replies = await Promise.all(fifty((at) => type(prompt, spelled(code, at))));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    const known = ['passcode_used', 'too_many', 'transaction_state', undefined];
    for (const { body } of replies) expect(known).toContain(body.error);
    expect(await failuresOf(stage, person)).toBe(0);
    expect((await prompt.read()).state).toBe('approved');
  });
});

it('a code for several uses is accepted as often, and no oftener', async () => {
  const { floor, passcodes } = stage.service.rooms;
  const code = await giveBypass(stage, { user: person, uses: 3 });
  const count = await passcodes.judge({ user: person, code, browsers: true });
  const outcomes = await Promise.all(fifty(() => floor.db.write(count)));
  expect(outcomes.filter((outcome) => 'accepted' in outcome)).toHaveLength(3);
});

it('two right codes at once approve one sign-in, and the other code is still good', async () => {
  const one = await giveToken(stage.service, { user: person });
  const other = await giveToken(stage.service, { user: person, type: 'h8' });
  const prompt = await stage.site.begin(username);
  const replies = await Promise.all([type(prompt, one.at(0)), type(prompt, other.at(0))]);
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
  const spare = replies[0]?.status === 200 ? other : one;
  expect((await type(await stage.site.begin(username), spare.at(0))).status).toBe(200);
});

it('of the last code of a resync only one is accepted', async () => {
  const { floor, passcodes } = stage.service.rooms;
  const token = await giveToken(stage.service, { user: person });
  const judge = (counter: number) =>
    passcodes.judge({ user: person, code: token.at(counter), browsers: true });
  await floor.db.write(await judge(60));
  await floor.db.write(await judge(61));
  const judged = await Promise.all(fifty(() => judge(62)));
  const outcomes = await Promise.all(judged.map((count) => floor.db.write(count)));
  expect(outcomes.filter((outcome) => 'accepted' in outcome)).toHaveLength(1);
  expect(await floor.db.write(await judge(63))).toHaveProperty('accepted');
});

it('a try that comes between ends a resync, also one that is being counted', async () => {
  const { floor, passcodes } = stage.service.rooms;
  const token = await giveToken(stage.service, { user: person });
  const judge = (code: string) => passcodes.judge({ user: person, code, browsers: true });
  await floor.db.write(await judge(token.at(60)));
  await floor.db.write(await judge(token.at(61)));
  const last = await judge(token.at(62));
  await floor.db.write(await judge('0'.repeat(10)));
  expect(await floor.db.write(last)).not.toHaveProperty('accepted');
});

it.each(['suspended', 'removed'] as const)(
  'a browser’s code ends with it, also one that is being counted: %s',
  async (status) => {
    const { floor, passcodes, devices } = stage.service.rooms;
    const codes = await giveBrowserCodes(stage, { device: laptop, user: person });
    const count = await passcodes.judge({ user: person, code: codes.at(1), browsers: true });
    await floor.db.write((tx) => devices.end(tx, laptop.id as DeviceId, { status, reason: 'operator' }));
    expect(await floor.db.write(count)).not.toHaveProperty('accepted');
  },
);

it('a token’s code ends with its owner, also one that is being counted', async () => {
  const { floor, passcodes } = stage.service.rooms;
  const token = await giveToken(stage.service, { user: person });
  const count = await passcodes.judge({ user: person, code: token.at(0), browsers: true });
  await floor.db.write((tx) => passcodes.hardwareTokens.unassign(tx, token.serial));
  expect(await floor.db.write(count)).not.toHaveProperty('accepted');
});

it('tries at once count no further than the lock-out', async () => {
  await stage.service.setPolicy({ lockout: { threshold: 3 } });
  await stage.service.advance(MINUTE - (stage.service.clock.now() % MINUTE));
  const token = await giveToken(stage.service, { user: person, type: 'h8' });
  const prompts = await Promise.all(Array.from({ length: 9 }, () => stage.site.begin(username)));
  const typed = (at: number): string => (at === 8 ? token.at(0) : `9${at}${at}99999`);
  const replies = await Promise.all(prompts.map((prompt, at) => type(prompt, typed(at))));
  const errors = replies.map(({ body }) => body.error);
  expect(errors.filter((error) => error === 'passcode_wrong').length).toBeLessThanOrEqual(3);
  expect(await failuresOf(stage, person)).toBeLessThanOrEqual(3);
  await stage.service.setPolicy({ lockout: { threshold: 10 } });
});
