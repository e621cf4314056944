import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../lib/ports/clock.ts';
import type { GroupId, UserId } from '../../../lib/protocol/ids.ts';
import type { Tx } from '../../../service/room.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { helpDeskOf } from '../people/set-up.ts';

let stage: Stage;
let desk: ReturnType<typeof helpDeskOf>;
let user: UserId;
let group: GroupId;
let username: string;
let people = 0;

beforeAll(async () => {
  stage = await startStage();
  desk = helpDeskOf(stage);
});
afterAll(() => stage.stop());
beforeEach(async () => {
  await stage.service.advance(MINUTE);
  username = `guest${++people}`;
  user = await stage.service.addUser(username);
  await stage.pair('Laptop', user);
  group = await desk.addGroup(`Guests ${people}`, user);
});

const until = () => ({ bypassUntil: stage.service.clock.now() + HOUR });

type Ending = (tx: Tx) => Promise<unknown>;

/** What ends it, at the very moment when somebody passes. */
const endings: [string, () => Promise<unknown>, Ending][] = [
  [
    'their own bypass ends',
    () => desk.setStatus(user, until()),
    (tx) => stage.service.rooms.users.setStatus(tx, user, 'active'),
  ],
  [
    'they are disabled',
    () => desk.setStatus(user, until()),
    (tx) => stage.service.rooms.users.setStatus(tx, user, 'disabled'),
  ],
  [
    'they leave the group that has one',
    () => desk.setGroupStatus(group, until()),
    (tx) => stage.service.rooms.groups.leave(tx, { group, user }),
  ],
  [
    'they are locked out, and only a group has one',
    () => desk.setGroupStatus(group, until()),
    (tx) => stage.service.rooms.users.recordFailure(tx, user, { threshold: 1, minutes: 0 }),
  ],
];

it.each(endings)('nobody passes from the moment when %s', async (_, begin, end) => {
  await begin();
  const { floor } = stage.service.rooms;
  const prompts = await Promise.all(Array.from({ length: 4 }, () => stage.site.begin(username)));
  const finishing = await floor.db.write(async (tx) => {
    const replies = Promise.all(prompts.map((prompt) => prompt.post('promptFinish')));
    // While these look, those have seen that nothing is asked, and wait for this write to end.
    for (let turn = 0; turn < 5; turn++) await Promise.all(prompts.map((prompt) => prompt.read()));
    await end(tx);
    return { replies };
  });
  const replies = await finishing.replies;
  expect(replies.map(({ status }) => status)).not.toContain(200);
  const passed = await floor.db.read
    .selectFrom('audit')
    .select('event')
    .where('user_id', '=', user)
    .where('event', '=', 'sign_in.bypassed')
    .execute();
  expect(passed).toEqual([]);
});

it('what passed is asked nothing about trust, and lets nobody trust the browser', async () => {
  await stage.service.setPolicy({ trustedBrowsers: { hours: 24 } });
  await desk.setStatus(user, until());
  const prompt = await stage.site.begin(username);
  await prompt.finish();
  expect((await prompt.read()).trust).toBeNull();
  expect((await prompt.post('promptTrust', { trust: true })).status).toBeGreaterThanOrEqual(400);
  const { floor } = stage.service.rooms;
  const trusts = floor.db.read.selectFrom('trusts').select('id').where('user_id', '=', user);
  expect(await trusts.execute()).toEqual([]);
});

it('a prompt that was open before does nothing with what it offered, once its person is disabled', async () => {
  await desk.setGroupStatus(group, until());
  const prompt = await stage.site.begin(username);
  await desk.setGroupStatus(group, 'disabled');
  for (const [route, extra] of [
    ['promptFinish', {}],
    ['promptPush', {}],
    ['promptSwitch', { method: 'push' }],
    ['promptSkipPractice', {}],
  ] as const)
    expect((await prompt.post(route, extra)).body.error).toBe('user_disabled');
});
