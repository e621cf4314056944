import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { devicesOf, deviceView, invite, mustClaim, newDevice } from '../enrolment/set-up.ts';

/** A first set-up, with somebody else around. */
let stage: Stage;
let person: UserId;
let username: string;
let prompt: TestPrompt;
let people = 0;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());
beforeEach(async () => {
  await stage.service.advance(MINUTE);
  await stage.service.setPolicy({ elsewhere: 'number' });
  username = `person${++people}`;
  person = await stage.service.addUser(username);
  await invite(stage.service, person, 'inline');
  prompt = await stage.site.begin(username);
});

async function pair(name = 'Laptop'): Promise<TestDevice> {
  const device = newDevice(stage.service);
  const claimed = await mustClaim(device, String((await prompt.post('promptPairing')).body.link), name);
  await prompt.post('promptPairingAnswer', { match: true });
  device.adopt(deviceView(await claimed.answer(true)).device ?? '');
  return device;
}

const skip = (at = prompt) => at.post('promptSkipPractice');
const names = async () => (await devicesOf(stage.service, person)).map(({ name }) => name);

it('where policy refuses sign-ins from elsewhere, no pairing elsewhere stands for one', async () => {
  await stage.service.setPolicy({ elsewhere: 'refuse' });
  const device = await pair();
  expect((await prompt.read()).setUp).toBeNull();
  expect((await skip()).body.error).toBe('transaction_state');
  await device.prove(prompt);
  expect((await prompt.read()).setUp).toMatchObject({ step: 'practice' });
  expect((await skip()).status).toBe(200);
});

it('somebody else’s sign-in opens no step of it, nor does the set-up open anything in theirs', async () => {
  await pair();
  const thiefs = await stage.site.begin(username);
  for (const headers of [{ Cookie: thiefs.cookie }, { Cookie: '' }])
    expect((await prompt.post('promptSkipPractice', {}, headers)).body.error).toBe('transaction_not_yours');
  expect((await prompt.post('promptSkipPractice', { challenge: thiefs.challenge })).body.error).toBe(
    'wrong_origin',
  );
  for (const reply of [
    await skip(thiefs),
    await thiefs.post('promptPairing'),
    await thiefs.post('promptRegistrationBegin', { kind: 'security_key' }),
  ])
    expect(reply.body.error).toBe('transaction_state');
});

it('a pairing that somebody else has begun with the same invitation ends with it', async () => {
  const thiefs = await stage.site.begin(username);
  const device = newDevice(stage.service);
  const claimed = await mustClaim(device, String((await thiefs.post('promptPairing')).body.link), 'Thief’s');
  await thiefs.post('promptPairingAnswer', { match: true });
  await pair();
  expect((await claimed.answer(true)).status).toBeGreaterThanOrEqual(400);
  expect((await thiefs.read()).setUp).toBeNull();
  expect((await skip(thiefs)).body.error).toBe('transaction_state');
  expect(await names()).toEqual(['Laptop']);
});

it('two pages that skip, send and finish at once come to one approval', async () => {
  const device = await pair();
  await device.prove(prompt);
  const replies = await Promise.all([
    skip(),
    prompt.post('promptPush'),
    prompt.post('promptSwitch', { method: 'push' }),
    skip(),
    prompt.post('promptFinish'),
  ]);
  expect(replies.every(({ status }) => status < 500)).toBe(true);
  const { floor } = stage.service.rooms;
  const accepted = await floor.db.read
    .selectFrom('audit')
    .select('event')
    .where('user_id', '=', person)
    .where('event', '=', 'pairing.accepted')
    .execute();
  expect(accepted).toHaveLength(1);
  expect((await device.inbox()).requests.filter(({ state }) => state === 'pending')).toEqual([]);
});

it('nothing of it is left once the operator has disabled the person', async () => {
  await pair();
  await skip();
  const { floor, users } = stage.service.rooms;
  await floor.db.write((tx) => users.setStatus(tx, person, 'disabled'));
  for (const [route, extra] of [
    ['promptPairing', {}],
    ['promptRegistrationBegin', { kind: 'security_key' }],
    ['promptFinish', {}],
  ] as const)
    expect((await prompt.post(route, extra)).body.error).toBe('user_disabled');
});
