import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { DAY, MINUTE, SECOND } from '../../../lib/ports/clock.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { promptOf } from '../../fakes/step-up.ts';

/** A thief of one browser reads his number to the person over the telephone, who types it in another browser. */
let stage: Stage;
let desk: TestDevice;
let library: TestDevice;
beforeAll(async () => {
  stage = await startStage();
  desk = await stage.pair('Desk');
  library = await stage.pair('Library');
});
afterAll(() => stage.stop());
beforeEach(() => stage.service.advance(DAY));

/** Approved at the desk, `after` so long; then the person has second thoughts, in the library. */
async function disowned({ after }: { after: number }) {
  const stolen = await stage.pair('Stolen');
  const prompt = await promptOf(stage, stolen);
  await stage.service.advance(after);
  expect((await prompt.post('promptPush', { device: desk.id })).status).toBe(200);
  const number = (await prompt.read()).parts.push?.latest?.number ?? '';
  const push = (await desk.inbox()).requests.findLast(({ state }) => state === 'pending');
  if (!push) throw new Error('no request waits');
  expect((await desk.decide(push, { decision: 'approve', number })).body.state).toBe('approved');
  await prompt.finish();
  await stage.service.advance(MINUTE);
  expect((await library.call('POST', pathTo('deviceNotMe', push.id))).status).toBe(200);
  desk = await stage.pair('Desk');
  const body = { stepUp: prompt.transaction, kind: 'security_key' };
  return { stolen, begun: await stolen.call('POST', pathTo('deviceRegistrationBegin'), { body }) };
}

it('“Not you?” also suspends the browser that asked for the step-up', async () => {
  const { stolen, begun } = await disowned({ after: SECOND });
  expect(begun.body.error).toBe('device_suspended');
  const again = await stolen.call('POST', pathTo('deviceStepUps'), { body: { purpose: 'credential_add' } });
  expect(again.body.error).toBe('device_suspended');
});

it('“Not you?” counts also when the time of the sign-in itself is over', async () => {
  const { begun } = await disowned({ after: 9 * MINUTE + 30 * SECOND });
  expect(begun.status).toBe(403);
  const { floor } = stage.service.rooms;
  const states = await floor.db.read.selectFrom('transactions').select('state').execute();
  expect(states.map(({ state }) => state)).toEqual(['refused', 'refused']);
});
