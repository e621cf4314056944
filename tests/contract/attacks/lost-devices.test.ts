import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY } from '../../../lib/ports/clock.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { Stage } from '../../fakes/stage.ts';
import { approve, promptOf, stepUp } from '../../fakes/step-up.ts';
import { invite } from '../enrolment/set-up.ts';
import { answer, ask, register, startWithExtension } from '../webauthn/set-up.ts';

/** Somebody has one of the person's paired browsers, and not the password. */
let stage: Stage;
beforeAll(async () => {
  stage = await startWithExtension();
});
afterAll(() => stage.stop());

it('an invitation at the prompt is not for the prompt of a step-up, which took no password', async () => {
  const sam = await stage.service.addUser('sam');
  const lost = await stage.pair('Lost', sam);
  const kept = await promptOf(stage, lost);
  const { floor, devices } = stage.service.rooms;
  await floor.db.write((tx) =>
    devices.end(tx, lost.id as DeviceId, { status: 'removed', reason: 'operator' }),
  );
  await invite(stage.service, sam, 'inline');
  expect(await kept.read()).toMatchObject({ state: 'refused', refusal: 'enrolment_needed' });
  for (const reply of [
    await kept.post('promptRegistrationBegin', { kind: 'security_key' }),
    await kept.post('promptPairing'),
  ])
    expect(reply.body.error).toBe('enrolment_needed');
  expect((await (await stage.site.begin('sam')).read()).state).toBe('enrolling');
});

it('“Not you?” ends also the keys that were proven by a key that it ends', async () => {
  const desk = await stage.pair('Desk');
  const lost = await stage.pair('Lost');
  const own = new TestAuthenticator();
  expect((await register(stage, { device: desk, authenticator: own })).status).toBe(200);

  const first = new TestAuthenticator();
  const proof = await stepUp(stage, lost);
  expect((await register(stage, { device: lost, authenticator: first, proof })).status).toBe(200);
  const push = (await desk.inbox()).requests.at(-1);
  const prompt = await promptOf(stage, lost);
  const assertion = first.get(await ask(prompt), { origin: stage.service.origin });
  expect((await answer(prompt, assertion)).status).toBe(200);
  await prompt.finish();
  const second = new TestAuthenticator();
  const chained = { device: lost, authenticator: second, proof: prompt.transaction };
  expect((await register(stage, chained)).status).toBe(200);

  const disowned = await desk.call('POST', pathTo('deviceNotMe', push?.id));
  expect(disowned.status).toBe(200);
  const { credentials, floor } = stage.service.rooms;
  expect(await credentials.of(floor.db.read, stage.alex)).toHaveLength(1);
});

it('“Not you?” about a sign-in ends also the keys that its browser has added since', async () => {
  await stage.service.advance(DAY);
  const desk = await stage.pair('Desk');
  const lost = await stage.pair('Lost');
  const prompt = await stage.site.begin('alex');
  await approve(lost, prompt);
  const push = (await desk.inbox()).requests.at(-1);
  const { credentials, floor } = stage.service.rooms;
  const before = await credentials.of(floor.db.read, stage.alex);
  expect((await register(stage, { device: lost, authenticator: new TestAuthenticator() })).status).toBe(200);
  expect((await desk.call('POST', pathTo('deviceNotMe', push?.id))).status).toBe(200);
  expect(await credentials.of(floor.db.read, stage.alex)).toEqual(before);
});
