import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../lib/ports/clock.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { promptOf } from '../../fakes/step-up.ts';
import { helpDeskOf } from './set-up.ts';

const ADMINISTRATORS = 'security@example.org';

let stage: Stage;
let desk: ReturnType<typeof helpDeskOf>;
let name: string;
let person: UserId;
let laptop: TestDevice;
let turn = 0;

beforeAll(async () => {
  stage = await startStage({ alertAddress: ADMINISTRATORS });
  desk = helpDeskOf(stage);
});
afterAll(() => stage.stop());
beforeEach(async () => {
  name = `person-${++turn}`;
  person = await stage.service.addUser(name);
  laptop = await stage.pair('Laptop', person);
});

const inHours = (hours: number) => ({ bypassUntil: stage.service.clock.now() + hours * HOUR });

/** Whether a password alone is enough at this moment. */
async function passes(): Promise<boolean> {
  const { status, body } = await (await stage.site.begin(name)).post('promptFinish');
  if (status !== 200) return false;
  const token = await stage.site.exchange(String(body.location));
  expect(token.status).toBe(200);
  return true;
}

/** Subjects of the mails to a reader, the newest first. */
const mailsTo = async (reader: string): Promise<string[]> =>
  (await stage.service.rooms.outbox.list(50))
    .filter(({ recipient }) => recipient === reader)
    .map(({ subject }) => subject);

describe('a person’s own bypass', () => {
  it('lets the password alone pass until its end, which the tick brings about', async () => {
    expect(await passes()).toBe(false);
    await desk.setStatus(person, inHours(2));
    expect(await passes()).toBe(true);
    await stage.service.advance(2 * HOUR - MINUTE);
    expect(await passes()).toBe(true);
    await stage.service.advance(MINUTE);
    expect(await passes()).toBe(false);
    const events = (await desk.eventsOf(person)).filter((event) => event.startsWith('user.bypass'));
    expect(events).toEqual(['user.bypass_begun operator', 'user.bypass_ended expired']);
    const rows = stage.service.rooms.floor.db.read.selectFrom('users').select(['status', 'status_until']);
    expect(await rows.where('id', '=', person).execute()).toEqual([{ status: 'active', status_until: null }]);
  });

  it('is over with its time, also before the tick', async () => {
    await desk.setStatus(person, { bypassUntil: stage.service.clock.now() - 1 });
    expect(await passes()).toBe(false);
  });

  it('is told to the person and the administrators, with its end', async () => {
    await desk.setStatus(person, inHours(2));
    expect(await mailsTo(`${name}@example.org`)).toContain('Your account needs no second step for a while');
    const [mail] = await stage.service.rooms.outbox.list(50);
    expect(mail?.text).toMatch(/^Until: +\d+ \w+ 20\d\d at \d\d:\d\d UTC$/m);
    expect((await mailsTo(ADMINISTRATORS))[0]).toBe('Alert: an account needs no second step for a while');
  });

  it('lets in whoever is locked out, or whose group is disabled', async () => {
    await desk.lock(person);
    await desk.setGroupStatus(await desk.addGroup(`Group ${turn}`, person), 'disabled');
    expect(await passes()).toBe(false);
    await desk.setStatus(person, inHours(1));
    expect(await passes()).toBe(true);
    await desk.setStatus(person, 'active');
    expect(await passes()).toBe(false);
  });

  it('never lets in whoever is disabled', async () => {
    await desk.setStatus(person, inHours(1));
    await desk.setStatus(person, 'disabled');
    expect(await passes()).toBe(false);
    await stage.service.advance(HOUR);
    expect((await (await stage.site.begin(name)).read()).refusal).toBe('user_disabled');
  });

  it('proves nothing to the service itself: no step-up, no portal', async () => {
    await desk.setStatus(person, inHours(1));
    const prompt = await promptOf(stage, laptop, 'portal_open');
    expect(await prompt.read()).toMatchObject({
      state: 'choosing',
      methods: [{ method: 'push', ready: true }],
    });
    expect((await prompt.post('promptFinish')).status).toBe(409);
    expect((await prompt.post('promptPortal')).body.error).toBe('portal_refused');
    const passed = await stage.site.begin(name);
    expect((await passed.post('promptPortal')).body.error).toBe('portal_refused');
  });
});

describe('a group’s bypass', () => {
  it('lets members pass until its end, and is told to the administrators once', async () => {
    const group = await desk.addGroup(`Group ${turn}`, person);
    const told = async () =>
      (await mailsTo(ADMINISTRATORS)).filter((subject) => subject.startsWith('Alert: a group')).length;
    const before = await told();
    await desk.setGroupStatus(group, inHours(1));
    expect(await told()).toBe(before + 1);
    expect(await mailsTo(`${name}@example.org`)).not.toContain(
      'Your account needs no second step for a while',
    );
    expect(await passes()).toBe(true);
    await stage.service.advance(HOUR);
    expect(await passes()).toBe(false);
    expect(await stage.service.rooms.groups.list()).toContainEqual(
      expect.objectContaining({ id: group, status: 'active', status_until: null }),
    );
  });

  it('begins with joining, which the person is told, and ends with leaving', async () => {
    const group = await desk.addGroup(`Group ${turn}`);
    await desk.setGroupStatus(group, inHours(1));
    await desk.join(group, person);
    expect(await passes()).toBe(true);
    expect(await desk.eventsOf(person)).toEqual(
      expect.arrayContaining(['group.joined', 'user.bypass_begun group']),
    );
    expect(await mailsTo(`${name}@example.org`)).toContain('Your account needs no second step for a while');
    await desk.leave(group, person);
    expect(await passes()).toBe(false);
  });

  it('ends no lock-out, and lets in nobody who is disabled', async () => {
    const group = await desk.addGroup(`Group ${turn}`, person);
    await desk.setGroupStatus(group, inHours(1));
    await desk.lock(person);
    expect(await passes()).toBe(false);
    await desk.unlock(person);
    expect(await passes()).toBe(true);
    await desk.setGroupStatus(await desk.addGroup(`Other group ${turn}`, person), 'disabled');
    expect(await passes()).toBe(false);
  });
});
