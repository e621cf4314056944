import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CeremonyOptions } from '../../../lib/protocol/webauthn.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import { type FirstStage, type Newcomer, startFirst } from './first-stage.ts';

let stage: FirstStage;
let me: Newcomer;

beforeAll(async () => {
  stage = await startFirst();
});
afterAll(() => stage.stop());
beforeEach(async () => {
  me = await stage.newcomer();
});

describe('the choice', () => {
  it.each([
    [{}, ['platform', 'security_key', 'push']],
    [{ platform: 'off' }, ['security_key', 'push']],
    [{ securityKeys: 'off' }, ['platform', 'push']],
    [{ browserApproval: 'off' }, ['platform', 'security_key']],
    // A browser alone would let nobody in.
    [{ browserApproval: 'user_verification' }, ['platform', 'security_key']],
  ] as const)('is what policy lets people set up: %j', async (changes, choices) => {
    await stage.service.setPolicy(changes);
    expect(await me.setUp()).toEqual({ step: 'first', choices });
  });

  it('is all that can be set up', async () => {
    await stage.service.setPolicy({ platform: 'off' });
    expect((await me.begin('platform')).body.error).toBe('platform_off');
    await stage.service.setPolicy({ platform: 'on', securityKeys: 'off', browserApproval: 'off' });
    expect((await me.begin('security_key')).body.error).toBe('security_keys_off');
    expect((await me.prompt.post('promptPairing')).body.error).toBe('push_off');
  });

  it('is asked anew when the answer comes', async () => {
    const { body } = await me.begin('security_key');
    const key = new TestAuthenticator();
    const response = key.create(body.options as CeremonyOptions, { origin: stage.service.origin });
    await stage.service.setPolicy({ securityKeys: 'off' });
    expect((await me.prompt.post('promptRegistration', { response })).body.error).toBe('security_keys_off');
    expect(await me.setUp()).toMatchObject({ step: 'first' });
  });

  it('is none where policy leaves nothing to set up', async () => {
    await stage.service.setPolicy({ platform: 'off', securityKeys: 'off', browserApproval: 'off' });
    expect(await me.prompt.read()).toMatchObject({
      state: 'refused',
      refusal: 'enrolment_needed',
      setUp: null,
    });
  });

  it('is not for people who have something already', async () => {
    await stage.pair('Laptop', me.id);
    expect(await me.setUp()).toBeNull();
  });
});
