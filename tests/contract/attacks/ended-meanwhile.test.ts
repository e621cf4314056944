import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { HOUR, MINUTE } from '../../../lib/ports/clock.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import type { PushView } from '../../../lib/protocol/push.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';

let stage: Stage;
let laptop: TestDevice;
let prompt: TestPrompt;
let push: PushView;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

/** A request that the laptop could approve with one click. */
beforeEach(async () => {
  await stage.service.advance(HOUR);
  await setStatus('active');
  laptop = await stage.pair('Laptop');
  prompt = await stage.site.begin('alex');
  await laptop.prove(prompt);
  await prompt.post('promptPush');
  const pending = (await laptop.inbox()).requests.findLast((request) => request.state === 'pending');
  if (!pending) throw new Error('no request waits');
  push = pending;
});

const approve = () => laptop.decide(push, { decision: 'approve' }, { cookie: prompt.cookie });
const setStatus = (status: 'active' | 'disabled') => {
  const { floor, users } = stage.service.rooms;
  return floor.db.write((tx) => users.setStatus(tx, stage.alex, status));
};

/** Commits a device's end after its decision was let in at the door, and before the decision is carried out. */
async function decideWhileEnding(status: 'suspended' | 'removed') {
  const { floor, devices } = stage.service.rooms;
  const release = Promise.withResolvers<void>();
  const ending = floor.db.write(async (tx) => {
    await devices.end(tx, laptop.id as DeviceId, { status, reason: 'test' });
    await release.promise;
  });
  const write = vi.spyOn(floor.db, 'write');
  const deciding = approve();
  await vi.waitUntil(() => write.mock.calls.length > 0);
  write.mockRestore();
  release.resolve();
  await ending;
  return deciding;
}

describe('a browser that ends while its decision is on the way', () => {
  it.each([
    ['suspended', 'device_suspended'],
    ['removed', 'device_unknown'],
  ] as const)('%s: approves nothing any more', async (status, error) => {
    expect((await decideWhileEnding(status)).body.error).toBe(error);
    expect((await prompt.read()).parts.push?.latest?.state).toBe('pending');
  });
});

describe('an account that is disabled while a sign-in is under way', () => {
  it('before the answer: is not approved', async () => {
    await setStatus('disabled');
    expect((await approve()).body.error).toBe('user_disabled');
    expect((await prompt.read()).parts.push?.latest?.state).toBe('pending');
  });

  it('can still say “Not me”', async () => {
    await setStatus('disabled');
    expect((await laptop.decide(push, { decision: 'deny', reason: 'fraud' })).body.state).toBe('denied');
  });

  it('after the answer: gets no code', async () => {
    expect((await approve()).status).toBe(200);
    await setStatus('disabled');
    expect((await prompt.post('promptFinish')).body.error).toBe('user_disabled');
  });

  it('after the code: the site gets no token for it', async () => {
    await approve();
    const location = await prompt.finish();
    await setStatus('disabled');
    expect((await stage.site.exchange(location)).body.error).toBe('invalid_grant');
  });
});

describe('somebody whose browsers were taken away', () => {
  it('is no new user: “allow” lets nobody in by the password alone', async () => {
    const { floor, devices } = stage.service.rooms;
    await stage.service.setPolicy({ newUsers: 'allow' });
    const sam = await stage.service.addUser('sam');
    const lost = await stage.pair('Lost', sam);
    const signIn = await stage.site.begin('sam');
    for (const status of ['suspended', 'removed'] as const) {
      await floor.db.write((tx) => devices.end(tx, lost.id as DeviceId, { status, reason: 'test' }));
      expect(await signIn.read()).toMatchObject({ state: 'refused', refusal: 'enrolment_needed' });
      expect((await signIn.post('promptFinish')).body.error).toBe('transaction_state');
    }
    await stage.service.setPolicy({ newUsers: 'invitation' });
  });
});

describe('a lock-out that ended by itself', () => {
  it('and begins again at the next wrong number is told again', async () => {
    const { floor, users, audit } = stage.service.rooms;
    const rule = { threshold: 3, minutes: 5 };
    const sam = await stage.service.addUser('sam-locked');
    const fail = () => floor.db.write((tx) => users.recordFailure(tx, sam, rule));
    expect([await fail(), await fail(), await fail()]).toEqual([false, false, true]);
    await stage.service.advance(6 * MINUTE);
    expect(await fail()).toBe(true);
    const alerts = await audit.list({ db: floor.db, limit: 10, user: sam, alerts: true });
    expect(alerts.map(({ event }) => event)).toEqual(['user.locked_out', 'user.locked_out']);
  });
});
