import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { DeviceId, UserId } from '../../../lib/protocol/ids.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { promptOf } from '../../fakes/step-up.ts';
import {
  failuresOf,
  giveBrowserCodes,
  giveBypass,
  giveToken,
  lastEvents,
  print,
  signIn,
  type,
  wrong,
} from './set-up.ts';

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
  await stage.service.setPolicy({ passcodes: 'on', browserApproval: 'click', newUsers: 'invitation' });
  username = `typist-${++turn}`;
  person = await stage.service.addUser(username);
  laptop = await stage.pair('Laptop', person);
});

const withLaptop = () => ({ device: laptop, user: person });

/** What the site is told of a sign-in by this code. */
async function toldOf(passcode: string): Promise<Record<string, unknown>> {
  const prompt = await stage.site.begin(username);
  expect(await type(prompt, passcode)).toEqual({ status: 200, body: {} });
  expect((await prompt.read()).state).toBe('approved');
  const { body } = await stage.site.exchange(await prompt.finish());
  const [, payload = ''] = String(body.id_token).split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString()).auth_context;
}

describe('a typed code as the second step', () => {
  it('of a paired browser', async () => {
    const codes = await giveBrowserCodes(stage, withLaptop());
    expect(await toldOf(codes.at(1))).toMatchObject({
      factor: 'passcode',
      reason: 'valid_passcode',
      auth_device: { name: 'Laptop' },
    });
    const [event] = await lastEvents(stage, person);
    expect(event).toMatchObject({ event: 'passcode.accepted', reason: 'passcode', device_id: laptop.id });
  });

  it.each(['h6', 'h8', 't6', 't8'] as const)('of a hardware token: %s', async (kind) => {
    const token = await giveToken(stage.service, { user: person, type: kind });
    const code = kind.startsWith('t') ? token.shown() : token.at(0);
    expect(await toldOf(code)).toMatchObject({
      factor: 'hardware_token',
      auth_device: { name: `Token ${token.serial}` },
    });
  });

  it('of a printed list, each once', async () => {
    const codes = await print(stage, withLaptop());
    expect(codes).toHaveLength(10);
    expect(await toldOf(codes[3] ?? '')).toMatchObject({
      factor: 'passcode',
      auth_device: { name: 'Printed codes' },
    });
    expect((await signIn(stage, username, codes[3] ?? '')).body.error).toBe('passcode_used');
    expect((await signIn(stage, username, codes[4] ?? '')).status).toBe(200);
  });

  it('of the help desk, until its time is over', async () => {
    const code = await giveBypass(stage, { user: person, uses: 2 });
    expect(await toldOf(code)).toMatchObject({
      factor: 'bypass_code',
      auth_device: { name: 'Code from the help desk' },
    });
    await stage.service.advance(61 * MINUTE);
    const late = await giveToken(stage.service, { user: person });
    expect((await signIn(stage, username, code)).body.error).toBe('passcode_wrong');
    expect((await signIn(stage, username, late.at(0))).status).toBe(200);
    await stage.service.app.sweep();
    const kept = stage.service.rooms.floor.db.read.selectFrom('bypass_codes').select('id');
    expect(await kept.where('user_id', '=', person).execute()).toEqual([]);
  });

  it('of the help desk, as often as it was given for', async () => {
    const code = await giveBypass(stage, { user: person, uses: 3, minutes: 0 });
    await giveToken(stage.service, { user: person });
    for (let use = 0; use < 3; use += 1) expect((await signIn(stage, username, code)).status).toBe(200);
    expect((await signIn(stage, username, code)).body.error).toBe('passcode_used');
    expect(await failuresOf(stage, person)).toBe(0);
  });

  it('takes back a request that waits', async () => {
    const token = await giveToken(stage.service, { user: person });
    const prompt = await stage.site.begin(username);
    await laptop.prove(prompt);
    await prompt.post('promptPush');
    expect((await prompt.read()).state).toBe('waiting');
    expect((await type(prompt, token.at(0))).status).toBe(200);
    expect(await prompt.read()).toMatchObject({
      state: 'approved',
      parts: { push: { latest: { state: 'withdrawn' } } },
    });
  });

  it('leaves a request waiting that no code has answered', async () => {
    const token = await giveToken(stage.service, { user: person });
    const prompt = await stage.site.begin(username);
    await prompt.post('promptPush');
    expect((await type(prompt, wrong(token.at(0)))).body.error).toBe('passcode_wrong');
    expect((await prompt.read()).state).toBe('waiting');
  });
});

describe('how it is typed does not matter', () => {
  it.each([
    ['in groups', (code: string) => ` ${code.slice(0, 3)} ${code.slice(3)}\n`],
    ['with a dash', (code: string) => `${code.slice(0, 3)}–${code.slice(3)}`],
    [
      'full-width',
      (code: string) => [...code].map((digit) => String.fromCodePoint(0xfee0 + digit.charCodeAt(0))).join(''),
    ],
    ['with what cannot be seen', (code: string) => [...code].join('\u200b')],
  ])('%s', async (_, spell) => {
    const token = await giveToken(stage.service, { user: person });
    expect((await signIn(stage, username, spell(token.at(0)))).status).toBe(200);
    expect((await signIn(stage, username, token.at(0))).body.error).toBe('passcode_used');
  });

  it.each([
    ['', ''],
    ['letters', 'abcdef'],
    ['too short', '12345'],
    ['seven', '1234567'],
    ['too long', '12345678901'],
    ['digits of other scripts', '١٢٣٤٥٦'],
  ])('is no code, and not counted: %s', async (_, typed) => {
    await giveToken(stage.service, { user: person });
    expect((await signIn(stage, username, typed)).body.error).toBe('passcode_malformed');
    expect(await failuresOf(stage, person)).toBe(0);
  });
});

describe('who may type', () => {
  it('a code of one person is nothing to another, and tells nothing', async () => {
    const other = await stage.service.addUser(`${username}-other`);
    const token = await giveToken(stage.service, { user: other });
    const mine = await giveToken(stage.service, { user: person });
    const listed = await print(stage, { device: laptop, user: other });
    const desk = await giveBypass(stage, { user: other });
    const nobody = wrong(mine.at(0));
    const plain = await signIn(stage, username, nobody);
    for (const code of [token.at(0), listed[0] ?? '', desk]) {
      expect(await signIn(stage, username, code)).toEqual(plain);
    }
    expect(plain.body.error).toBe('passcode_wrong');
    expect(await failuresOf(stage, person)).toBe(4);
    expect(await failuresOf(stage, other)).toBe(0);
    expect((await signIn(stage, `${username}-other`, token.at(0))).status).toBe(200);
  });

  it.each(['suspended', 'removed'] as const)(
    'not with the codes of a browser that was %s',
    async (status) => {
      const codes = await giveBrowserCodes(stage, withLaptop());
      await giveToken(stage.service, { user: person });
      const { floor, devices } = stage.service.rooms;
      await floor.db.write((tx) => devices.end(tx, laptop.id as DeviceId, { status, reason: 'operator' }));
      expect((await signIn(stage, username, codes.at(1))).body.error).toBe('passcode_wrong');
      await stage.service.app.sweep();
      const left = await floor.db.read
        .selectFrom('tokens')
        .select('id')
        .where('device_id', '=', laptop.id as DeviceId)
        .execute();
      expect(left).toEqual([]);
    },
  );

  it('not with a browser’s codes where an approval takes the computer’s authenticator too', async () => {
    const codes = await giveBrowserCodes(stage, withLaptop());
    const token = await giveToken(stage.service, { user: person });
    await stage.service.setPolicy({ browserApproval: 'user_verification' });
    expect((await signIn(stage, username, codes.at(1))).body.error).toBe('passcode_wrong');
    const prompt = await stage.site.begin(username);
    const { methods } = await prompt.read();
    expect(methods.find(({ method }) => method === 'passcode')?.devices).toEqual([`Token ${token.serial}`]);
    expect((await type(prompt, token.at(0))).status).toBe(200);
  });

  it('not for a step-up', async () => {
    const token = await giveToken(stage.service, { user: person });
    const prompt = await promptOf(stage, laptop);
    expect((await prompt.read()).methods).toMatchObject([
      { method: 'push', ready: true },
      { method: 'passcode', ready: false, why: 'passcode_here' },
    ]);
    expect((await type(prompt, token.at(0))).body.error).toBe('passcode_here');
    expect((await signIn(stage, username, token.at(0))).status).toBe(200);
  });

  it('not where policy has switched codes off', async () => {
    const token = await giveToken(stage.service, { user: person });
    await stage.service.setPolicy({ passcodes: 'off' });
    const prompt = await stage.site.begin(username);
    expect((await prompt.read()).methods).toContainEqual({
      method: 'passcode',
      ready: false,
      why: 'passcode_off',
      devices: [`Token ${token.serial}`],
    });
    expect((await type(prompt, token.at(0))).body.error).toBe('passcode_off');
  });

  it('not who is disabled', async () => {
    const token = await giveToken(stage.service, { user: person });
    const prompt = await stage.site.begin(username);
    const { floor, users } = stage.service.rooms;
    await floor.db.write((tx) => users.setStatus(tx, person, 'disabled'));
    expect((await type(prompt, token.at(0))).body.error).toBe('user_disabled');
  });

  it('not who has no codes, nor a name that nobody has', async () => {
    expect((await signIn(stage, username, '123456')).body.error).toBe('passcode_none');
    await stage.service.setPolicy({ newUsers: 'allow' });
    expect((await signIn(stage, 'nobody', '123456')).body.error).toBe('passcode_none');
  });

  it('not before the browser has shown that it has its codes', async () => {
    const codes = await giveBrowserCodes(stage, { ...withLaptop(), confirmed: false });
    const prompt = await stage.site.begin(username);
    expect((await prompt.read()).methods).toContainEqual({
      method: 'passcode',
      ready: false,
      why: 'passcode_not_ready',
      devices: ['Laptop'],
    });
    expect((await type(prompt, codes.at(0))).body.error).toBe('passcode_not_ready');
  });

  it('not in a sign-in that is decided', async () => {
    const token = await giveToken(stage.service, { user: person });
    const prompt = await stage.site.begin(username);
    expect((await type(prompt, token.at(0))).status).toBe(200);
    expect((await type(prompt, token.at(1))).body.error).toBe('transaction_state');
    expect((await signIn(stage, username, token.at(1))).status).toBe(200);
  });
});

describe('people who have nothing else', () => {
  let newcomer: UserId;
  beforeEach(async () => {
    newcomer = await stage.service.addUser(`${username}-new`);
  });
  const begin = () => stage.site.begin(`${username}-new`);

  it('sign in by a hardware token alone', async () => {
    const token = await giveToken(stage.service, { user: newcomer });
    const prompt = await begin();
    expect(await prompt.read()).toMatchObject({ state: 'choosing', opensWith: 'passcode' });
    expect((await type(prompt, token.at(0))).status).toBe(200);
  });

  it('are helped out by the help desk, and have nothing afterwards', async () => {
    const code = await giveBypass(stage, { user: newcomer });
    const prompt = await begin();
    expect(await prompt.read()).toMatchObject({ state: 'choosing', opensWith: 'passcode' });
    expect((await type(prompt, code)).status).toBe(200);
    expect(await (await begin()).read()).toMatchObject({ state: 'refused', refusal: 'enrolment_needed' });
  });

  it('are told that they are locked out', async () => {
    const token = await giveToken(stage.service, { user: newcomer });
    const { floor, users } = stage.service.rooms;
    await floor.db.write((tx) => users.recordFailure(tx, newcomer, { threshold: 1, minutes: 0 }));
    const prompt = await begin();
    expect(await prompt.read()).toMatchObject({ state: 'refused', refusal: 'locked_out' });
    expect((await type(prompt, token.at(0))).body.error).toBe('locked_out');
  });

  it('are no new people once their token was taken back', async () => {
    const token = await giveToken(stage.service, { user: newcomer });
    const { floor, passcodes } = stage.service.rooms;
    await floor.db.write((tx) => passcodes.hardwareTokens.unassign(tx, token.serial));
    await stage.service.setPolicy({ newUsers: 'allow' });
    expect(await (await begin()).read()).toMatchObject({ state: 'refused', refusal: 'enrolment_needed' });
  });
});
