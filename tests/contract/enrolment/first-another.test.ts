import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { CeremonyOptions } from '../../../lib/protocol/webauthn.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import { type FirstStage, type Newcomer, startFirst, waitingAt } from './first-stage.ts';
import { devicesOf, mustClaim, newDevice } from './set-up.ts';

let stage: FirstStage;
let me: Newcomer;

beforeAll(async () => {
  stage = await startFirst();
});
afterAll(() => stage.stop());
beforeEach(async () => {
  me = await stage.newcomer();
});

describe('one more way, right after the first', () => {
  it('is what policy lets people set up, and is not ready yet', async () => {
    await me.byKey();
    expect(await me.setUp()).toEqual({ step: 'another', choices: ['platform', 'push'] });
    await stage.service.setPolicy({ platform: 'off' });
    expect(await me.setUp()).toEqual({ step: 'another', choices: ['push'] });
    await stage.service.setPolicy({ browserApproval: 'off' });
    expect(await me.setUp()).toBeNull();
  });

  it('may be a browser: the approval stays, and it is told on the page', async () => {
    await me.byKey();
    const { claimed, confirm } = await me.compare('Second');
    expect(await me.prompt.read()).toMatchObject({
      state: 'approved',
      pairing: { state: 'compared', digits: claimed.digits },
    });
    const device = await confirm();
    expect((await devicesOf(stage.service, me.id)).map(({ id }) => id)).toEqual([device.id]);
    expect(await me.prompt.read()).toMatchObject({
      state: 'approved',
      setUp: { step: 'another', choices: ['platform'] },
    });
    const { body } = await stage.site.exchange(await me.prompt.finish());
    expect(body.id_token).toBeTypeOf('string');
  });

  it('may be an authenticator, also after the practice was skipped', async () => {
    await me.pair();
    await me.skip();
    expect(await me.setUp()).toEqual({ step: 'another', choices: ['platform', 'security_key'] });
    const { revision } = await me.prompt.read();
    expect((await me.register(new TestAuthenticator())).status).toBe(200);
    const state = await me.prompt.read();
    expect(state).toMatchObject({ state: 'approved', setUp: { step: 'another', choices: ['platform'] } });
    expect(state.revision).toBeGreaterThan(revision);
    expect((await me.begin('security_key')).body.error).toBe('transaction_state');
    expect(await me.prompt.finish()).toContain('duo_code=');
  });

  it('goes on with the same pairing when the page is loaded again', async () => {
    await me.byKey();
    const first = await me.prompt.post('promptPairing');
    const second = await me.prompt.post('promptPairing');
    expect(second.body.link).not.toBe(first.body.link);
    const own = await stage.service.rooms.floor.db.read
      .selectFrom('invitations')
      .select('id')
      .where('user_id', '=', me.id)
      .where('made_by', '=', 'person')
      .execute();
    expect(own).toHaveLength(1);
    const { refused } = await newDevice(stage.service).claim(String(first.body.link));
    expect(refused?.body.error).toBeDefined();
    await mustClaim(newDevice(stage.service), String(second.body.link));
  });

  it('is only for the sign-in in which the first one was set up', async () => {
    const key = await me.byKey();
    await me.prompt.finish();
    me.prompt = await stage.site.begin(me.username);
    await me.signInBy(key);
    expect(await me.prompt.read()).toMatchObject({ state: 'approved', setUp: null });
    for (const reply of [await me.begin('platform'), await me.prompt.post('promptPairing')])
      expect(reply.body.error).toBe('transaction_state');
  });

  it('is over with the sign-in', async () => {
    await me.byKey();
    const { body } = await me.begin('platform');
    const key = new TestAuthenticator({ kind: 'platform' });
    const response = key.create(body.options as CeremonyOptions, { origin: stage.service.origin });
    await me.prompt.finish();
    for (const reply of [
      await me.prompt.post('promptRegistration', { response }),
      await me.begin('platform'),
      await me.prompt.post('promptPairing'),
    ])
      expect(reply.body.error).toBe('transaction_state');
    const { credentials, floor } = stage.service.rooms;
    expect(await credentials.of(floor.db.read, me.id)).toHaveLength(1);
  });

  it('is not before the first one has let the person in', async () => {
    await me.register(new TestAuthenticator());
    for (const reply of [await me.begin('platform'), await me.prompt.post('promptPairing')])
      expect(reply.body.error).toBe('transaction_state');
  });

  it('ends with “Not you?” about that sign-in', async () => {
    const first = await me.pair('First');
    await me.prompt.post('promptPush');
    await first.prove(me.prompt);
    const push = await waitingAt(first);
    await first.decide(push, { decision: 'approve' }, { cookie: me.prompt.cookie });
    await me.register(new TestAuthenticator());
    const witness = await stage.pair('Witness', me.id);
    const disowned = await witness.call('POST', pathTo('deviceNotMe', push.id));
    expect(disowned.status).toBe(200);
    const { credentials, floor } = stage.service.rooms;
    expect(await credentials.of(floor.db.read, me.id)).toEqual([]);
    expect((await me.begin('platform')).body.error).toBe('transaction_state');
  });
});
