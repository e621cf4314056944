import { afterAll, beforeAll, expect, it } from 'vitest';
import { OWN_APPLICATION } from '../../../lib/protocol/ids.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { Stage } from '../../fakes/stage.ts';
import { promptOf } from '../../fakes/step-up.ts';
import { answer, ask, register, startWithExtension } from '../webauthn/set-up.ts';

let stage: Stage;
let laptop: TestDevice;
const key = new TestAuthenticator();

beforeAll(async () => {
  stage = await startWithExtension();
  laptop = await stage.pair('Laptop');
  expect((await register(stage, { device: laptop, authenticator: key })).status).toBe(200);
});
afterAll(() => stage.stop());

/** A step-up that the key approves, by its touch. */
async function byKey(): Promise<string> {
  const prompt = await promptOf(stage, laptop);
  expect((await prompt.read()).methods).toContainEqual(
    expect.objectContaining({ method: 'security_key', ready: true }),
  );
  const assertion = key.get(await ask(prompt), { origin: stage.service.origin });
  expect((await answer(prompt, assertion)).status).toBe(200);
  await prompt.finish();
  return prompt.transaction;
}

it('a step-up by a key is as good as one by a browser', async () => {
  const proof = await byKey();
  const another = new TestAuthenticator();
  expect((await register(stage, { device: laptop, authenticator: another, proof })).status).toBe(200);
});

it('where push is switched off for everything, the key still changes keys', async () => {
  await stage.service.setPolicy({ browserApproval: 'off' });
  const proof = await byKey();
  const another = new TestAuthenticator();
  expect((await register(stage, { device: laptop, authenticator: another, proof })).status).toBe(200);
  await stage.service.setPolicy({ browserApproval: 'click' });
});

it('under user_verification a key’s touch is enough, and a click is not', async () => {
  await stage.service.setPolicy({ browserApproval: 'user_verification' }, OWN_APPLICATION);
  const prompt = await promptOf(stage, laptop);
  await laptop.prove(prompt);
  await prompt.post('promptPush');
  const push = (await laptop.inbox()).requests.at(-1);
  expect(push).toMatchObject({ state: 'pending', verify: true });
  if (!push) throw new Error('no request waits');
  const clicked = await laptop.decide(push, { decision: 'approve' }, { cookie: prompt.cookie });
  expect(clicked.body.error).toBe('verification_needed');
  await byKey();
});
