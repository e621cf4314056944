import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../lib/ports/clock.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { promptOf } from '../../fakes/step-up.ts';
import { mustWait, waitingIn } from '../push/set-up.ts';

let stage: Stage;
let user: UserId;
let username: string;
let laptop: TestDevice;
let people = 0;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());
beforeEach(async () => {
  username = `guest${++people}`;
  user = await stage.service.addUser(username);
  laptop = await stage.pair('Laptop', user);
});

const pass = (minutes: number): Promise<boolean> => {
  const { floor, users } = stage.service.rooms;
  const bypassUntil = stage.service.clock.now() + minutes * MINUTE;
  return floor.db.write((tx) => users.setStatus(tx, user, { bypassUntil }));
};

it('asks for nothing, sends nothing, and is written down', async () => {
  await pass(60);
  const prompt = await stage.site.begin(username);
  expect(await prompt.read()).toMatchObject({
    state: 'choosing',
    methods: [],
    opensWith: null,
    refusal: null,
    setUp: null,
  });
  await prompt.finish();
  expect(await waitingIn(laptop)).toBeNull();
  const { floor } = stage.service.rooms;
  const events = await floor.db.read
    .selectFrom('audit')
    .select('event')
    .where('transaction_id', '=', prompt.transaction as never)
    .orderBy('id')
    .execute();
  expect(events.map(({ event }) => event)).toContain('sign_in.bypassed');
});

it('ends at its time, also for a prompt that is open', async () => {
  await pass(10);
  const prompt = await stage.site.begin(username);
  await stage.service.advance(HOUR);
  const later = await stage.site.begin(username);
  expect((await later.read()).methods).toMatchObject([{ method: 'push', ready: true }]);
  for (const page of [prompt, later]) expect((await page.post('promptFinish')).status).not.toBe(200);
});

it('goes on where something was asked before it began, and takes that back', async () => {
  const prompt = await stage.site.begin(username);
  await laptop.prove(prompt);
  expect((await prompt.post('promptPush')).status).toBe(200);
  const push = await mustWait(laptop);
  await pass(60);
  expect(await prompt.read()).toMatchObject({ state: 'choosing', methods: [] });
  expect(await prompt.finish()).toContain('https://portal.example.org/callback');
  expect(await waitingIn(laptop)).toBeNull();
  const late = await laptop.decide(push, { decision: 'approve' }, { cookie: prompt.cookie });
  expect(late.body.error).toBe('push_decided');
});

it('is no proof for changing how one signs in', async () => {
  await pass(60);
  const prompt = await promptOf(stage, laptop);
  expect((await prompt.read()).methods).toMatchObject([{ method: 'push', ready: true }]);
  expect((await prompt.post('promptFinish')).body.error).toBe('transaction_state');
});
