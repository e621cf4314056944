import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../lib/ports/clock.ts';
import type { GroupId, UserId } from '../../../lib/protocol/ids.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { approve, promptOf } from '../../fakes/step-up.ts';
import { PortalBrowser, trust } from '../portal/set-up.ts';
import { helpDeskOf } from './set-up.ts';

/** What is given for a while must not enable, in the end, whom somebody disabled for good. */
let stage: Stage;
let desk: ReturnType<typeof helpDeskOf>;
let name: string;
let person: UserId;
let laptop: TestDevice;
let group: GroupId;
let turn = 0;

beforeAll(async () => {
  stage = await startStage();
  desk = helpDeskOf(stage);
});
afterAll(() => stage.stop());
beforeEach(async () => {
  name = `person-${++turn}`;
  person = await stage.service.addUser(name);
  laptop = await stage.pair('Laptop', person);
  group = await desk.addGroup(`Group ${turn}`, person);
});

const in30Minutes = () => ({ bypassUntil: stage.service.clock.now() + 30 * MINUTE });

/** How a sign-in of this person begins. */
const begun = async () => {
  const { state, refusal } = await (await stage.site.begin(name)).read();
  return refusal ?? state;
};

const whose = {
  person: (status: Parameters<typeof desk.setStatus>[1]) => desk.setStatus(person, status),
  group: (status: Parameters<typeof desk.setStatus>[1]) => desk.setGroupStatus(group, status),
};

describe.each(['person', 'group'] as const)('when a bypass ends, a disabled %s', (of) => {
  const set = whose[of];

  it('is disabled again', async () => {
    await set('disabled');
    await set(in30Minutes());
    expect(await begun()).toBe('choosing');
    await stage.service.advance(29 * MINUTE);
    const open = await stage.site.begin(name);
    await stage.service.advance(MINUTE);
    const { audit, floor } = stage.service.rooms;
    const [disabled, ended] = await audit.list({ db: floor.db, limit: 2 });
    const kind = of === 'person' ? 'user' : 'group';
    const told = [ended, disabled].map((line) => `${line?.event} ${line?.reason}`);
    expect(told).toEqual([`${kind}.bypass_ended expired`, `${kind}.disabled bypass_ended`]);
    expect(await begun()).toBe('user_disabled');
    expect((await open.read()).refusal).toBe('user_disabled');
  });

  it('is so also when the bypass was prolonged', async () => {
    await set('disabled');
    await set(in30Minutes());
    await stage.service.advance(20 * MINUTE);
    await set(in30Minutes());
    await stage.service.advance(20 * MINUTE);
    expect(await begun()).not.toBe('user_disabled');
    await stage.service.advance(10 * MINUTE);
    expect(await begun()).toBe('user_disabled');
  });

  it('stays enabled where that was said meanwhile, also after the next bypass', async () => {
    await set('disabled');
    await set(in30Minutes());
    expect(await set('active')).toBe(true);
    await stage.service.advance(HOUR);
    expect(await begun()).toBe('choosing');
    await set(in30Minutes());
    await stage.service.advance(HOUR);
    expect(await begun()).toBe('choosing');
  });

  it('keeps nothing of what the bypass let in: no trust, no open portal', async () => {
    await set('disabled');
    await set(in30Minutes());
    await stage.service.advance(20 * MINUTE);
    const prompt = await promptOf(stage, laptop, 'portal_open');
    await approve(laptop, prompt);
    const portal = new PortalBrowser(stage);
    expect((await portal.enterFrom(prompt)).status).toBe(200);
    await trust(stage, { user: person, holder: { device: laptop.id as never } });
    expect((await portal.state()).status).toBe(200);
    await stage.service.advance(10 * MINUTE);
    await set('active');
    expect((await portal.state()).body.error).toBe('portal_closed');
    const { floor, trust: records } = stage.service.rooms;
    expect(await records.list(floor.db.read, person)).toEqual([]);
  });
});

it.each(['person', 'group'] as const)(
  'a %s whose bypass ended while nothing ran is disabled for the first request already',
  async (of) => {
    await whose[of]('disabled');
    await whose[of]({ bypassUntil: stage.service.clock.now() - 1 });
    await stage.service.restart();
    expect(await begun()).toBe('user_disabled');
  },
);

it.each(['its time is over', 'the operator ends it'])(
  'a bypass in a disabled group leaves nothing that opens with the group, when %s',
  async (why) => {
    await whose.group('disabled');
    await whose.person(in30Minutes());
    await stage.service.advance(25 * MINUTE);
    const prompt = await promptOf(stage, laptop, 'portal_open');
    await approve(laptop, prompt);
    const portal = new PortalBrowser(stage);
    expect((await portal.enterFrom(prompt)).status).toBe(200);
    await trust(stage, { user: person, holder: { device: laptop.id as never } });
    if (why === 'its time is over') await stage.service.advance(5 * MINUTE);
    else await whose.person('active');
    expect(await begun()).toBe('user_disabled');
    await whose.group('active');
    expect((await portal.state()).body.error).toBe('portal_closed');
    const { floor, trust: records } = stage.service.rooms;
    expect(await records.list(floor.db.read, person)).toEqual([]);
  },
);
