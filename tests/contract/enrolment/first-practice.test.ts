import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { TRANSACTION_LIFE } from '../../../lib/protocol/prompt.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import { lastEvents } from '../webauthn/set-up.ts';
import { type FirstStage, type Newcomer, startFirst, waitingAt } from './first-stage.ts';

let stage: FirstStage;
let me: Newcomer;

beforeAll(async () => {
  stage = await startFirst();
});
afterAll(() => stage.stop());
beforeEach(async () => {
  me = await stage.newcomer();
});

describe('the practice', () => {
  it('is a first request to the browser that was paired here', async () => {
    const device = await me.pair();
    expect(await me.prompt.read()).toMatchObject({
      state: 'choosing',
      setUp: { step: 'practice', choices: [] },
      parts: { push: { starts: true } },
    });
    await device.prove(me.prompt);
    await me.prompt.post('promptPush');
    expect(await me.setUp()).toMatchObject({ step: 'practice' });
    const push = await waitingAt(device);
    await device.decide(push, { decision: 'approve' }, { cookie: me.prompt.cookie });
    expect(await me.prompt.read()).toMatchObject({ state: 'approved', setUp: { step: 'another' } });
  });

  it.each(['before the request', 'while the request waits'])('can be skipped %s', async (when) => {
    const device = await me.pair();
    if (when.startsWith('while')) await me.prompt.post('promptPush');
    expect(await me.skip()).toEqual({ status: 200, body: {} });
    expect((await me.prompt.read()).state).toBe('approved');
    expect((await device.inbox()).requests.filter(({ state }) => state === 'pending')).toEqual([]);
    expect((await lastEvents(stage, 'pairing.accepted')).at(-1)).toMatchObject({ device_id: device.id });
    const { body } = await stage.site.exchange(await me.prompt.finish());
    expect(body.id_token).toBeTypeOf('string');
    expect((await (await stage.site.begin(me.username)).read()).opensWith).toBe('push');
  });

  it('is skipped once, also by many pages at the same moment', async () => {
    await me.pair();
    const before = (await lastEvents(stage, 'pairing.accepted')).length;
    const replies = await Promise.all(Array.from({ length: 10 }, me.skip));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await lastEvents(stage, 'pairing.accepted')).toHaveLength(before + 1);
    expect((await me.skip()).body.error).toBe('transaction_state');
  });

  it('is all that can be skipped: not a sign-in in which no browser was paired', async () => {
    expect((await me.skip()).body.error).toBe('transaction_state');
    await me.pair();
    const later = await stage.site.begin(me.username);
    expect((await later.read()).setUp).toBeNull();
    expect((await later.post('promptSkipPractice')).body.error).toBe('transaction_state');
  });

  it('is not skipped before both sides have confirmed the digits', async () => {
    const { claimed } = await me.compare();
    await claimed.answer(true);
    expect((await me.skip()).body.error).toBe('transaction_state');
  });

  it('is not skipped with a key that was set up here', async () => {
    await me.register(new TestAuthenticator());
    expect(await me.setUp()).toBeNull();
    expect((await me.skip()).body.error).toBe('transaction_state');
  });

  it('is not skipped where the request was denied', async () => {
    const device = await me.pair();
    await me.prompt.post('promptPush');
    const push = await waitingAt(device);
    await device.decide(push, { decision: 'deny', reason: 'mistake' });
    expect(await me.setUp()).toBeNull();
    expect((await me.skip()).body.error).toBe('transaction_state');
  });

  it.each([
    ['the browser was removed', (id: DeviceId) => remove(id)],
    [
      'policy takes more than a click by now',
      () => stage.service.setPolicy({ browserApproval: 'user_verification' }),
    ],
    ['the sign-in’s time is over', () => stage.service.advance(TRANSACTION_LIFE)],
    ['the account was disabled', () => disable()],
  ])('is not skipped where %s', async (_, happens) => {
    const device = await me.pair();
    await happens(device.id as DeviceId);
    expect((await me.skip()).status).toBeGreaterThanOrEqual(400);
    const { floor } = stage.service.rooms;
    const row = await floor.db.read
      .selectFrom('transactions')
      .select('approved_at')
      .where('id', '=', me.prompt.transaction as never)
      .executeTakeFirstOrThrow();
    expect(row.approved_at).toBeNull();
  });

  function remove(id: DeviceId): Promise<unknown> {
    const { floor, devices } = stage.service.rooms;
    return floor.db.write((tx) => devices.end(tx, id, { status: 'removed', reason: 'operator' }));
  }

  function disable(): Promise<unknown> {
    const { floor, users } = stage.service.rooms;
    return floor.db.write((tx) => users.setStatus(tx, me.id, 'disabled'));
  }

  it('belongs to the page that holds the sign-in', async () => {
    await me.pair();
    for (const headers of [{ Cookie: '' }, { Origin: 'https://portal.example.org' }])
      expect((await me.prompt.post('promptSkipPractice', {}, headers)).status).toBe(403);
    expect((await me.prompt.post('promptSkipPractice', { challenge: 'guessed' })).body.error).toBe(
      'wrong_origin',
    );
    expect((await me.prompt.read()).state).toBe('choosing');
  });
});
