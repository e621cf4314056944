import { afterAll, beforeAll, expect, it } from 'vitest';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { Stage } from '../../fakes/stage.ts';
import { approve, beginStepUp, openStepUp } from '../../fakes/step-up.ts';
import { answer, ask, register, startWithExtension } from '../webauthn/set-up.ts';

/** A thief of one device key sends the address of a step-up to the person, who opens it where they are. */
let stage: Stage;
let stolen: TestDevice;
let desk: TestDevice;
const key = new TestAuthenticator();

beforeAll(async () => {
  stage = await startWithExtension();
  stolen = await stage.pair('Stolen');
  desk = await stage.pair('Desk');
  expect((await register(stage, { device: desk, authenticator: key })).status).toBe(200);
});
afterAll(() => stage.stop());

async function lured() {
  const { url, transaction } = await beginStepUp(stolen);
  const { prompt } = await openStepUp(stage, url);
  if (!prompt) throw new Error('the step-up did not open');
  return { prompt, transaction };
}

const thiefBegins = async (stepUp: string) =>
  (await stolen.call('POST', pathTo('deviceRegistrationBegin'), { body: { stepUp, kind: 'security_key' } }))
    .body.error;

it('what the person approves in another browser serves nobody', async () => {
  const { prompt, transaction } = await lured();
  await approve(desk, prompt);
  await prompt.finish();
  expect(await thiefBegins(transaction)).toBe('step_up_needed');
});

it('nor what they prove by their key there', async () => {
  const { prompt, transaction } = await lured();
  await desk.prove(prompt);
  const assertion = key.get(await ask(prompt), { origin: stage.service.origin });
  expect((await answer(prompt, assertion)).status).toBe(200);
  await prompt.finish();
  expect(await thiefBegins(transaction)).toBe('step_up_needed');
});
