import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import { OWN_APPLICATION, type UserId } from '../../../lib/protocol/ids.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { approve, beginStepUp } from '../../fakes/step-up.ts';
import { PortalBrowser, toNextMinute, trust } from '../portal/set-up.ts';
import { helpDeskOf } from './set-up.ts';

let stage: Stage;
let desk: ReturnType<typeof helpDeskOf>;
let name: string;
let person: UserId;
let laptop: TestDevice;
let turn = 0;

beforeAll(async () => {
  stage = await startStage();
  desk = helpDeskOf(stage);
});
afterAll(() => stage.stop());
beforeEach(async () => {
  await toNextMinute(stage);
  name = `person-${++turn}`;
  person = await stage.service.addUser(name);
  laptop = await stage.pair('Laptop', person);
});

const effective = async (user: UserId = person) => {
  const { floor, policies } = stage.service.rooms;
  return policies.effective(floor.db.read, { application: stage.application.id, user });
};

describe('the policy of a group', () => {
  it('counts more than that of the site, and the newest group’s the most', async () => {
    const [older, newer] = [await desk.addGroup(`Old ${turn}`), await desk.addGroup(`New ${turn}`)];
    await stage.service.setPolicy({ passcodes: 'on', platform: 'on', autoPush: 'on' }, stage.application.id);
    await stage.service.setPolicy({ passcodes: 'off', platform: 'off' }, older);
    await stage.service.setPolicy({ platform: 'on' }, newer);
    const plain = await effective();
    // In whatever order they are joined.
    for (const group of [newer, older]) await desk.join(group, person);
    expect(await effective()).toEqual({ ...plain, passcodes: 'off' });
    expect(await effective(stage.alex)).toEqual(plain);
    await desk.leave(newer, person);
    expect(await effective()).toEqual({ ...plain, passcodes: 'off', platform: 'off' });
  });

  it('holds from the next request on, and for the service itself', async () => {
    const group = await desk.addGroup(`Group ${turn}`, person);
    const prompt = await stage.site.begin(name);
    await stage.service.setPolicy({ browserApproval: 'off' }, group);
    expect(await prompt.read()).toMatchObject({ state: 'refused', refusal: 'denied_by_policy' });
    expect((await prompt.post('promptPush')).status).not.toBe(200);
    const { floor, policies } = stage.service.rooms;
    const own = { application: OWN_APPLICATION, user: person } as const;
    expect((await policies.effective(floor.db.read, own)).browserApproval).toBe('off');
    await stage.service.setPolicy({ browserApproval: undefined }, group);
    expect((await prompt.read()).state).toBe('choosing');
  });

  it('changes how its members prove themselves, and nothing else', async () => {
    const group = await desk.addGroup(`Group ${turn}`, person);
    for (const changes of [{ digits: 3 }, { newUsers: 'allow' }, { lockout: { threshold: 1 } }] as const)
      await expect(stage.service.setPolicy(changes, group)).rejects.toThrow();
    expect(await stage.service.rooms.policies.show(group)).toEqual({});
  });
});

describe('two groups', () => {
  it('are never equally new, however fast they are added', async () => {
    const { floor, groups } = stage.service.rooms;
    await floor.db.write(async (tx) => {
      for (const each of ['b', 'a', 'c']) await groups.add(tx, `Fast ${each} ${turn}`);
    });
    const fast = (await groups.list()).filter((group) => group.name.startsWith('Fast'));
    expect(new Set(fast.map(({ created_at }) => created_at)).size).toBe(3);
  });
});

describe('a disabled group', () => {
  it('turns its members away wherever they stand, and lets them back', async () => {
    const group = await desk.addGroup(`Group ${turn}`, person);
    const [waiting, approved, finished] = [
      await stage.site.begin(name),
      await stage.site.begin(name),
      await stage.site.begin(name),
    ];
    await approve(laptop, finished);
    const location = await finished.finish();
    await approve(laptop, approved);
    await desk.setGroupStatus(group, 'disabled');
    expect(await waiting.read()).toMatchObject({ state: 'refused', refusal: 'user_disabled' });
    expect((await waiting.post('promptPush')).body.error).toBe('user_disabled');
    expect((await approved.post('promptFinish')).body.error).toBe('user_disabled');
    expect((await stage.site.exchange(location)).body.error).toBe('invalid_grant');
    await desk.setGroupStatus(group, 'active');
    expect((await waiting.read()).state).toBe('choosing');
  });

  it('also when somebody joins it, and not once they have left', async () => {
    const group = await desk.addGroup(`Group ${turn}`);
    await desk.setGroupStatus(group, 'disabled');
    const prompt = await stage.site.begin(name);
    await desk.join(group, person);
    expect((await prompt.read()).refusal).toBe('user_disabled');
    await desk.leave(group, person);
    expect((await prompt.read()).refusal).toBeNull();
  });

  it.each(['disabled', 'joined'] as const)(
    'ends trust and open portals for good, when it is %s',
    async (how) => {
      const group = await desk.addGroup(`Group ${turn}`);
      if (how === 'disabled') await desk.join(group, person);
      else await desk.setGroupStatus(group, 'disabled');
      const portal = new PortalBrowser(stage);
      const prompt = await stage.site.begin(name);
      await approve(laptop, prompt);
      expect((await portal.enterFrom(prompt)).status).toBe(200);
      await trust(stage, { user: person, holder: { device: laptop.id as never } });
      const bystander = await trust(stage, { user: stage.alex, holder: { family: 'A'.repeat(22) } });

      if (how === 'disabled') await desk.setGroupStatus(group, 'disabled');
      else await desk.join(group, person);
      expect((await portal.state()).body.error).toBe('portal_closed');
      await desk.setGroupStatus(group, 'active');
      expect((await portal.state()).body.error).toBe('portal_closed');
      const { floor, trust: records } = stage.service.rooms;
      expect(await records.list(floor.db.read, person)).toEqual([]);
      expect((await records.list(floor.db.read, stage.alex)).map(({ id }) => id)).toContain(bystander);
    },
  );

  it('is not asked where the person has a status of their own', async () => {
    const group = await desk.addGroup(`Group ${turn}`, person);
    await desk.setStatus(person, 'disabled');
    await desk.setGroupStatus(group, { bypassUntil: stage.service.clock.now() + MINUTE });
    expect((await (await stage.site.begin(name)).read()).refusal).toBe('user_disabled');
    const { floor, users } = stage.service.rooms;
    expect(await users.find(floor.db.read, person)).toMatchObject({
      status: 'disabled',
      group_bypass_until: null,
    });
  });

  it('lets no browser of its members begin a step-up', async () => {
    await beginStepUp(laptop, 'methods_change');
    await desk.setGroupStatus(await desk.addGroup(`Group ${turn}`, person), 'disabled');
    await expect(beginStepUp(laptop, 'methods_change')).rejects.toThrow();
  });
});

describe('several at once', () => {
  it('join or leave once, and change a status once', async () => {
    const group = await desk.addGroup(`Group ${turn}`);
    const times = (job: () => Promise<boolean>) => Promise.all([job(), job(), job()]);
    const once = [true, false, false];
    expect(await times(() => desk.join(group, person))).toEqual(once);
    expect(await desk.join('DGNOSUCHGROUP0000000' as never, person)).toBe(false);
    expect(await desk.join(group, 'DUNOSUCHUSER00000000' as never)).toBe(false);
    expect(await times(() => desk.setGroupStatus(group, 'disabled'))).toEqual(once);
    expect(await times(() => desk.leave(group, person))).toEqual(once);
    expect(await times(() => desk.setStatus(person, 'disabled'))).toEqual(once);
    expect(await times(() => desk.removeGroup(group))).toEqual(once);
    const events = (await desk.eventsOf(person)).filter((event) => /^(group|user\.d)/.test(event));
    expect(events).toEqual(['group.joined', 'group.left', 'user.disabled']);
  });
});
