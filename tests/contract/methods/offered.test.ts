import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Method } from '../../../lib/protocol/prompt.ts';
import type { Reply } from '../../fakes/device.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import { type Stage, siteOf, startStage } from '../../fakes/stage.ts';
import { type OfferedCase, offeredCases } from '../../unit/methods/offered-cases.ts';
import { personOf } from './offered-people.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

const methods: readonly Method[] = ['platform', 'security_key', 'push', 'passcode'];

/** How somebody is refused who has nothing of a method. */
const NONE = {
  platform: 'authenticator_none',
  security_key: 'authenticator_none',
  push: 'push_no_device',
  passcode: 'passcode_none',
} as const satisfies Record<Method, string>;

/** The route by which each is used; what it answers where the method itself is welcome. */
const use: Record<Method, (prompt: TestPrompt) => Promise<Reply>> = {
  platform: (prompt) => prompt.post('promptAssertionBegin', { method: 'platform' }),
  security_key: (prompt) => prompt.post('promptAssertionBegin', { method: 'security_key' }),
  push: (prompt) => prompt.post('promptPush'),
  passcode: (prompt) => prompt.post('promptPasscode', { passcode: '000000' }),
};
const welcome = ({ status, body }: Reply): boolean => status === 200 || body.error === 'passcode_wrong';

async function begin(given: OfferedCase) {
  const application = await stage.service.addApplication();
  if (given.policy) await stage.service.setPolicy(given.policy, application.id);
  const person = await personOf(stage, given);
  const site = siteOf(stage.service, application);
  const prompt = await site.begin(person.username);
  // What is asked for from elsewhere follows further rules.
  if (!given.elsewhere) await person.browser?.prove(prompt);
  return { site, prompt };
}

/** The code that every route answers with, whatever it is asked for. */
const turnedAway = ({ ends }: OfferedCase) => (ends === 'passes' || ends === 'sets up' ? undefined : ends);

const refusalOf = (given: OfferedCase, method: Method, none: string): string =>
  turnedAway(given) ?? given.greyed?.[method] ?? none;

const cases = Object.entries(offeredCases);
const passing = cases.filter(([, { ends }]) => ends === 'passes');
const asking = cases.filter(([, { ends }]) => ends !== 'passes');

it.each(cases)('%s: all that works is offered, and the rest has its reason', async (_name, given) => {
  const { offered = [], greyed = {} } = given;
  const { prompt } = await begin(given);
  const state = await prompt.read();
  const listed = methods.filter((method) => offered.includes(method) || greyed[method]);
  expect(state.methods.map(({ method }) => method)).toEqual(listed);
  for (const { method, ready, why } of state.methods)
    expect({ method, ready, why }).toEqual({
      method,
      ready: offered.includes(method),
      why: greyed[method] ?? null,
    });
  expect(state.opensWith).toBe(offered[0] ?? null);
  expect(state.refusal).toBe(turnedAway(given) ?? null);
  expect(state.parts.push?.starts ?? false).toBe(offered.includes('push'));
});

it.each(asking)('%s: that is what every route accepts, and nothing else', async (_name, given) => {
  const { prompt } = await begin(given);
  for (const method of methods) {
    const switched = await prompt.post('promptSwitch', { method });
    const used = await use[method](prompt);
    if (given.offered?.includes(method)) {
      expect(switched, method).toEqual({ status: 200, body: {} });
      expect(welcome(used), `${method}: ${String(used.body.error)}`).toBe(true);
      continue;
    }
    expect(switched.body.error, method).toBe(refusalOf(given, method, 'method_missing'));
    expect(used.body.error, method).toBe(refusalOf(given, method, NONE[method]));
  }
  expect((await prompt.post('promptFinish')).status).not.toBe(200);
});

it.each(passing)('%s: they go on to the site, which is told why', async (_name, given) => {
  const { site, prompt } = await begin(given);
  const { body } = await site.exchange(await prompt.finish());
  const { factor, reason } = decodeJwt(String(body.id_token)).auth_context as Record<string, unknown>;
  const bypassed = given.status?.some((status) => status.endsWith('bypass')) ?? false;
  expect({ factor, reason }).toEqual({
    factor: 'not_available',
    reason: bypassed ? 'bypass_user' : 'allowed_by_policy',
  });
});

it('a name that nobody has is answered like somebody who has nothing', async () => {
  const prompt = await stage.site.begin('nobody');
  expect(await prompt.read()).toMatchObject({
    state: 'refused',
    refusal: 'enrolment_needed',
    methods: [],
    opensWith: null,
  });
  for (const method of methods) {
    expect((await prompt.post('promptSwitch', { method })).body.error).toBe('enrolment_needed');
    expect((await use[method](prompt)).body.error).toBe('enrolment_needed');
  }
});

it('a method that there is not cannot be switched to, nor one by another page', async () => {
  const { prompt } = await begin({ has: ['browser'] });
  expect((await prompt.post('promptSwitch', { method: 'bypass' })).body.error).toBe('bad_request');
  const challenge = 'A'.repeat(22);
  expect((await prompt.post('promptSwitch', { method: 'push', challenge })).body.error).toBe('wrong_origin');
  const other = { Origin: 'https://evil.example.org' };
  expect((await prompt.post('promptSwitch', { method: 'push' }, other)).body.error).toBe('wrong_origin');
});
