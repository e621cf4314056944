import { afterAll, beforeAll, expect, it } from 'vitest';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { stepUp } from '../../fakes/step-up.ts';
import { EXTENSION, lastEvents, register } from '../webauthn/set-up.ts';

/** Somebody with a paired browser, their own or another's, who keeps at it. */
let stage: Stage;
let laptop: TestDevice;
beforeAll(async () => {
  stage = await startStage({ extensionOrigins: [EXTENSION], alertAddress: 'alerts@example.org' });
  laptop = await stage.pair('Laptop');
});
afterAll(() => stage.stop());

it('reports after reports fill nobody’s mailbox', async () => {
  const prompt = await stage.site.begin('alex');
  await laptop.prove(prompt);
  for (let turn = 0; turn < 30; turn += 1) {
    expect((await prompt.post('promptPush')).status).toBe(200);
    const push = (await laptop.inbox()).requests.findLast(({ state }) => state === 'pending');
    if (!push) throw new Error('no request waits');
    expect((await laptop.decide(push, { decision: 'deny', reason: 'fraud' })).status).toBe(200);
  }
  const mails = (await stage.service.rooms.outbox.list(100)).filter(({ subject }) =>
    /reported/.test(subject),
  );
  for (const reader of ['alerts@example.org', 'alex@example.org'])
    expect(mails.filter(({ recipient }) => recipient === reader)).toHaveLength(20);
  expect(await lastEvents(stage, 'push.denied')).toHaveLength(30);
});

it('one proof adds no more keys than a person could carry', async () => {
  const proof = await stepUp(stage, laptop);
  for (let turn = 0; turn < 20; turn += 1) {
    const added = await register(stage, { device: laptop, authenticator: new TestAuthenticator(), proof });
    expect(added.status).toBe(200);
  }
  const body = { stepUp: proof, kind: 'security_key' };
  const refused = await laptop.call('POST', pathTo('deviceRegistrationBegin'), { body });
  expect(refused.body.error).toBe('authenticator_limit');
});
