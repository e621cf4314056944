import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY } from '../../../lib/ports/clock.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { stepUp } from '../../fakes/step-up.ts';
import { EXTENSION, register } from '../webauthn/set-up.ts';

/** Somebody with a paired browser, their own or another's, who keeps at it. */
let stage: Stage;
let laptop: TestDevice;
beforeAll(async () => {
  stage = await startStage({ extensionOrigins: [EXTENSION], alertAddress: 'alerts@example.org' });
  laptop = await stage.pair('Laptop');
});
afterAll(() => stage.stop());

const mailsTo = async (recipient: string): Promise<number> => {
  const mails = await stage.service.rooms.outbox.list(1_000);
  return mails.filter((mail) => mail.recipient === recipient).length;
};

it('reports after reports fill nobody’s mailbox', async () => {
  const prompt = await stage.site.begin('alex');
  await laptop.prove(prompt);
  for (let turn = 0; turn < 30; turn += 1) {
    expect((await prompt.post('promptPush')).status).toBe(200);
    const push = (await laptop.inbox()).requests.findLast(({ state }) => state === 'pending');
    if (!push) throw new Error('no request waits');
    expect((await laptop.decide(push, { decision: 'deny', reason: 'fraud' })).status).toBe(200);
  }
  expect(await mailsTo('alerts@example.org')).toBeLessThanOrEqual(10);
  expect(await mailsTo('alex@example.org')).toBeLessThanOrEqual(10);
  await stage.service.advance(DAY);
  await prompt.read();
});

it('one proof adds a handful of keys, and no more than a person could carry', async () => {
  const proof = await stepUp(stage, laptop);
  const replies = [];
  for (let turn = 0; turn < 30; turn += 1)
    replies.push(await register(stage, { device: laptop, authenticator: new TestAuthenticator(), proof }));
  const { body } = await laptop.call('GET', pathTo('deviceCredentials'));
  expect((body.credentials as object[]).length).toBeLessThanOrEqual(20);
  expect(replies.at(-1)?.body.error).toBe('too_many');
});
