import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { DeviceId, UserId } from '../../../lib/protocol/ids.ts';
import { TRANSACTION_LIFE } from '../../../lib/protocol/prompt.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { AuthenticatorKind, CeremonyOptions } from '../../../lib/protocol/webauthn.ts';
import type { PolicyChanges } from '../../../service/policies/policy.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { answer, ask, lastEvents } from '../webauthn/set-up.ts';
import { devicesOf, deviceView, invite, mustClaim, newDevice } from './set-up.ts';

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
  await policy({ browserApproval: 'click', platform: 'on', securityKeys: 'on' });
  username = `person${++people}`;
  person = await stage.service.addUser(username);
  await invite(stage.service, person, 'inline');
  prompt = await stage.site.begin(username);
});

const write: Stage['service']['rooms']['floor']['db']['write'] = (job) =>
  stage.service.rooms.floor.db.write(job);

const policy = (changes: PolicyChanges) =>
  write((tx) => stage.service.rooms.policies.set(tx, 'global', changes));

const setUp = async () => (await prompt.read()).setUp;

/** A pairing at the prompt, up to the digits. */
async function compare(name = 'Laptop') {
  const device = newDevice(stage.service);
  const begun = await prompt.post('promptPairing');
  expect(begun.status, String(begun.body.error)).toBe(200);
  const claimed = await mustClaim(device, String(begun.body.link), name);
  const confirm = async (): Promise<TestDevice> => {
    await prompt.post('promptPairingAnswer', { match: true });
    device.adopt(deviceView(await claimed.answer(true)).device ?? '');
    return device;
  };
  return { claimed, confirm };
}

const pair = async (name?: string) => (await compare(name)).confirm();

const begin = (kind: AuthenticatorKind) => prompt.post('promptRegistrationBegin', { kind });

async function register(key: TestAuthenticator, kind: AuthenticatorKind = 'security_key') {
  const { body } = await begin(kind);
  const response = key.create(body.options as CeremonyOptions, { origin: stage.service.origin });
  return prompt.post('promptRegistration', { response });
}

/** Signs in by a key that was set up here. */
async function byKey(): Promise<TestAuthenticator> {
  const key = new TestAuthenticator();
  expect((await register(key)).status).toBe(200);
  const response = key.get(await ask(prompt), { origin: stage.service.origin });
  expect((await answer(prompt, response)).status).toBe(200);
  return key;
}

const skip = () => prompt.post('promptSkipPractice');

describe('the choice', () => {
  it.each([
    [{}, ['platform', 'security_key', 'push']],
    [{ platform: 'off' }, ['security_key', 'push']],
    [{ securityKeys: 'off' }, ['platform', 'push']],
    [{ browserApproval: 'off' }, ['platform', 'security_key']],
    // A browser alone would let nobody in.
    [{ browserApproval: 'user_verification' }, ['platform', 'security_key']],
  ] as const)('is what policy lets people set up: %j', async (changes, choices) => {
    await policy(changes);
    expect(await setUp()).toEqual({ step: 'first', choices });
  });

  it('is all that can be set up', async () => {
    await policy({ platform: 'off' });
    expect((await begin('platform')).body.error).toBe('platform_off');
    await policy({ platform: 'on', securityKeys: 'off', browserApproval: 'off' });
    expect((await begin('security_key')).body.error).toBe('security_keys_off');
    expect((await prompt.post('promptPairing')).body.error).toBe('push_off');
  });

  it('is asked anew when the answer comes', async () => {
    const { body } = await begin('security_key');
    const key = new TestAuthenticator();
    const response = key.create(body.options as CeremonyOptions, { origin: stage.service.origin });
    await policy({ securityKeys: 'off' });
    expect((await prompt.post('promptRegistration', { response })).body.error).toBe('security_keys_off');
    expect(await setUp()).toMatchObject({ step: 'first' });
  });

  it('is none where policy leaves nothing to set up', async () => {
    await policy({ platform: 'off', securityKeys: 'off', browserApproval: 'off' });
    expect(await prompt.read()).toMatchObject({
      state: 'refused',
      refusal: 'enrolment_needed',
      setUp: null,
    });
  });

  it('is not for people who have something already', async () => {
    await stage.pair('Laptop', person);
    expect(await setUp()).toBeNull();
  });
});

describe('the practice', () => {
  it('is a first request to the browser that was paired here', async () => {
    const device = await pair();
    expect(await prompt.read()).toMatchObject({
      state: 'choosing',
      setUp: { step: 'practice', choices: [] },
      parts: { push: { starts: true } },
    });
    await device.prove(prompt);
    await prompt.post('promptPush');
    expect(await setUp()).toMatchObject({ step: 'practice' });
    const [push] = (await device.inbox()).requests;
    if (!push) throw new Error('no request waits');
    await device.decide(push, { decision: 'approve' }, { cookie: prompt.cookie });
    expect(await prompt.read()).toMatchObject({ state: 'approved', setUp: { step: 'another' } });
  });

  it.each(['before the request', 'while the request waits'])('can be skipped %s', async (when) => {
    const device = await pair();
    if (when.startsWith('while')) await prompt.post('promptPush');
    expect(await skip()).toEqual({ status: 200, body: {} });
    expect((await prompt.read()).state).toBe('approved');
    expect((await device.inbox()).requests.filter(({ state }) => state === 'pending')).toEqual([]);
    expect((await lastEvents(stage, 'pairing.accepted')).at(-1)).toMatchObject({ device_id: device.id });
    const { body } = await stage.site.exchange(await prompt.finish());
    expect(body.id_token).toBeTypeOf('string');
    expect((await (await stage.site.begin(username)).read()).opensWith).toBe('push');
  });

  it('is skipped once, also by many pages at the same moment', async () => {
    await pair();
    const before = (await lastEvents(stage, 'pairing.accepted')).length;
    const replies = await Promise.all(Array.from({ length: 10 }, skip));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await lastEvents(stage, 'pairing.accepted')).toHaveLength(before + 1);
    expect((await skip()).body.error).toBe('transaction_state');
  });

  it('is all that can be skipped: not a sign-in in which no browser was paired', async () => {
    expect((await skip()).body.error).toBe('transaction_state');
    await pair();
    const later = await stage.site.begin(username);
    expect((await later.read()).setUp).toBeNull();
    expect((await later.post('promptSkipPractice')).body.error).toBe('transaction_state');
  });

  it('is not skipped before both sides have confirmed the digits', async () => {
    const { claimed } = await compare();
    await claimed.answer(true);
    expect((await skip()).body.error).toBe('transaction_state');
  });

  it('is not skipped with a key that was set up here', async () => {
    await register(new TestAuthenticator());
    expect(await setUp()).toBeNull();
    expect((await skip()).body.error).toBe('transaction_state');
  });

  it('is not skipped where the request was denied', async () => {
    const device = await pair();
    await prompt.post('promptPush');
    const [push] = (await device.inbox()).requests;
    if (!push) throw new Error('no request waits');
    await device.decide(push, { decision: 'deny', reason: 'mistake' });
    expect(await setUp()).toBeNull();
    expect((await skip()).body.error).toBe('transaction_state');
  });

  it.each([
    ['the browser was removed', (id: DeviceId) => end(id)],
    ['policy takes more than a click by now', () => policy({ browserApproval: 'user_verification' })],
    ['the sign-in’s time is over', () => stage.service.advance(TRANSACTION_LIFE)],
    ['the account was disabled', () => disable()],
  ])('is not skipped where %s', async (_, happens) => {
    const device = await pair();
    await happens(device.id as DeviceId);
    expect((await skip()).status).toBeGreaterThanOrEqual(400);
    const { floor } = stage.service.rooms;
    const row = await floor.db.read
      .selectFrom('transactions')
      .select('approved_at')
      .where('id', '=', prompt.transaction as never)
      .executeTakeFirstOrThrow();
    expect(row.approved_at).toBeNull();
  });

  const end = (id: DeviceId) =>
    write((tx) => stage.service.rooms.devices.end(tx, id, { status: 'removed', reason: 'operator' }));
  const disable = () => write((tx) => stage.service.rooms.users.setStatus(tx, person, 'disabled'));

  it('belongs to the page that holds the sign-in', async () => {
    await pair();
    for (const headers of [{ Cookie: '' }, { Origin: 'https://portal.example.org' }])
      expect((await prompt.post('promptSkipPractice', {}, headers)).status).toBe(403);
    expect((await prompt.post('promptSkipPractice', { challenge: 'guessed' })).body.error).toBe(
      'wrong_origin',
    );
    expect((await prompt.read()).state).toBe('choosing');
  });
});

describe('one more way, right after the first', () => {
  it('is what policy lets people set up, and is not ready yet', async () => {
    await byKey();
    expect(await setUp()).toEqual({ step: 'another', choices: ['platform', 'push'] });
    await policy({ platform: 'off' });
    expect(await setUp()).toEqual({ step: 'another', choices: ['push'] });
    await policy({ browserApproval: 'off' });
    expect(await setUp()).toBeNull();
  });

  it('may be a browser: the approval stays, and it is told on the page', async () => {
    await byKey();
    const { claimed, confirm } = await compare('Second');
    expect(await prompt.read()).toMatchObject({
      state: 'approved',
      pairing: { state: 'compared', digits: claimed.digits },
    });
    const device = await confirm();
    expect((await devicesOf(stage.service, person)).map(({ id }) => id)).toEqual([device.id]);
    expect(await prompt.read()).toMatchObject({
      state: 'approved',
      setUp: { step: 'another', choices: ['platform'] },
    });
    const { body } = await stage.site.exchange(await prompt.finish());
    expect(body.id_token).toBeTypeOf('string');
  });

  it('may be an authenticator, also after the practice was skipped', async () => {
    await pair();
    await skip();
    expect(await setUp()).toEqual({ step: 'another', choices: ['platform', 'security_key'] });
    const { revision } = await prompt.read();
    expect((await register(new TestAuthenticator())).status).toBe(200);
    const state = await prompt.read();
    expect(state).toMatchObject({ state: 'approved', setUp: { step: 'another', choices: ['platform'] } });
    expect(state.revision).toBeGreaterThan(revision);
    expect((await begin('security_key')).body.error).toBe('transaction_state');
    expect(await prompt.finish()).toContain('duo_code=');
  });

  it('goes on with the same pairing when the page is loaded again', async () => {
    await byKey();
    const first = await prompt.post('promptPairing');
    const second = await prompt.post('promptPairing');
    expect(second.body.link).not.toBe(first.body.link);
    const own = await stage.service.rooms.floor.db.read
      .selectFrom('invitations')
      .select('id')
      .where('user_id', '=', person)
      .where('made_by', '=', 'person')
      .execute();
    expect(own).toHaveLength(1);
    const { refused } = await newDevice(stage.service).claim(String(first.body.link));
    expect(refused?.body.error).toBeDefined();
    await mustClaim(newDevice(stage.service), String(second.body.link));
  });

  it('is only for the sign-in in which the first one was set up', async () => {
    const key = await byKey();
    await prompt.finish();
    prompt = await stage.site.begin(username);
    const response = key.get(await ask(prompt), { origin: stage.service.origin });
    expect((await answer(prompt, response)).status).toBe(200);
    expect(await prompt.read()).toMatchObject({ state: 'approved', setUp: null });
    for (const reply of [await begin('platform'), await prompt.post('promptPairing')])
      expect(reply.body.error).toBe('transaction_state');
  });

  it('is over with the sign-in', async () => {
    await byKey();
    const { body } = await begin('platform');
    const key = new TestAuthenticator({ kind: 'platform' });
    const response = key.create(body.options as CeremonyOptions, { origin: stage.service.origin });
    await prompt.finish();
    for (const reply of [
      await prompt.post('promptRegistration', { response }),
      await begin('platform'),
      await prompt.post('promptPairing'),
    ])
      expect(reply.body.error).toBe('transaction_state');
    const { credentials, floor } = stage.service.rooms;
    expect(await credentials.of(floor.db.read, person)).toHaveLength(1);
  });

  it('is not before the first one has let the person in', async () => {
    await register(new TestAuthenticator());
    for (const reply of [await begin('platform'), await prompt.post('promptPairing')])
      expect(reply.body.error).toBe('transaction_state');
  });

  it('ends with “Not you?” about that sign-in', async () => {
    const first = await pair('First');
    await prompt.post('promptPush');
    await first.prove(prompt);
    const [push] = (await first.inbox()).requests;
    if (!push) throw new Error('no request waits');
    await first.decide(push, { decision: 'approve' }, { cookie: prompt.cookie });
    await register(new TestAuthenticator());
    const witness = await stage.pair('Witness', person);
    const disowned = await witness.call('POST', pathTo('deviceNotMe', push.id));
    expect(disowned.status).toBe(200);
    const { credentials, floor } = stage.service.rooms;
    expect(await credentials.of(floor.db.read, person)).toEqual([]);
    expect((await begin('platform')).body.error).toBe('transaction_state');
  });
});
