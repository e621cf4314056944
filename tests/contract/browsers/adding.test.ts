import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY, MINUTE } from '../../../lib/ports/clock.ts';
import { OWN_INVITATION_LIFE } from '../../../lib/protocol/browsers.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { approve, stepUp } from '../../fakes/step-up.ts';
import { invitationsOf, openInvitation, invite as operatorInvites } from '../enrolment/set-up.ts';
import { lastEvents } from '../webauthn/set-up.ts';
import { compare, invite, invited, namesOf, pairBy } from './set-up.ts';

let stage: Stage;
let laptop: TestDevice;

beforeAll(async () => {
  stage = await startStage();
  laptop = await stage.pair('Laptop');
});
afterAll(() => stage.stop());
// A browser may begin so many step-ups a minute.
beforeEach(() => stage.service.advance(MINUTE));

const refusalOf = async (link: string) => (await openInvitation(stage.service, link)).refused?.body.error;

const policy = (settings: object) =>
  stage.service.rooms.floor.db.write((tx) => stage.service.rooms.policies.set(tx, 'global', settings));

describe('one more browser', () => {
  it('is paired by a link, whose proof is used up by it', async () => {
    const proof = await stepUp(stage, laptop, 'browser_add');
    const { body } = await invite(laptop, { proof });
    expect(body).toEqual({
      link: expect.stringMatching(new RegExp(`^${stage.service.origin}${pathTo('invitation')}#.{43}$`)),
      expiresAt: expect.any(Number),
    });
    const added = await pairBy(stage, String(body.link), 'New laptop');
    expect(await namesOf(added)).toEqual(['Laptop', 'New laptop']);
    await approve(added, await stage.site.begin('alex'));
    expect((await invite(laptop, { proof })).body.error).toBe('step_up_needed');
    expect(await refusalOf(String(body.link))).toBe('invitation_used');
    expect((await lastEvents(stage, 'pairing.done')).at(-1)).toMatchObject({ alert: 1 });
  });

  it('takes a step-up for just that, by the browser that asks', async () => {
    const desk = await stage.pair('Desk');
    for (const proof of [
      await stepUp(stage, laptop, 'browser_remove'),
      await stepUp(stage, desk, 'browser_add'),
      'A'.repeat(22),
    ])
      expect((await invite(laptop, { proof })).body.error).toBe('step_up_needed');
  });

  it('has one link at a time; where the answer was lost the same proof makes another', async () => {
    const proof = await stepUp(stage, laptop, 'browser_add');
    const lost = String((await invite(laptop, { proof })).body.link);
    const second = String((await invite(laptop, { proof })).body.link);
    expect(await refusalOf(lost)).toBe('invitation_unknown');
    expect(await refusalOf(second)).toBeUndefined();
  });

  it('is asked for ten times a minute at most', async () => {
    const proof = await stepUp(stage, laptop, 'browser_add');
    const replies = [];
    for (let asked = 0; asked < 11; asked++) replies.push(await invite(laptop, { proof }));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(10);
    expect(replies.at(-1)?.body.error).toBe('too_many');
  });

  it('has an hour', async () => {
    const { link } = await invited(stage, laptop);
    await stage.service.advance(OWN_INVITATION_LIFE - MINUTE);
    expect(await refusalOf(link)).toBeUndefined();
    await stage.service.advance(MINUTE);
    expect(await refusalOf(link)).toBe('invitation_expired');
  });

  it('leaves the operator’s invitation as it is, which takes its place when it is sent again', async () => {
    const user = await stage.service.addUser('sam');
    const own = await stage.pair('Sam’s', user);
    const link = await operatorInvites(stage.service, user);
    const mine = await invited(stage, own);
    expect(await refusalOf(link)).toBeUndefined();
    await operatorInvites(stage.service, user);
    expect(await refusalOf(mine.link)).toBe('invitation_unknown');
    const last = (await invitationsOf(stage.service, user)).at(-1);
    expect(last?.expires_at).toBeGreaterThan(stage.service.clock.now() + 29 * DAY);
  });

  it('is not for people who are disabled, also once the link is open', async () => {
    const user = await stage.service.addUser('kim');
    const own = await stage.pair('Kim’s', user);
    const proof = await stepUp(stage, own, 'browser_add');
    const { page, claimed } = await compare(stage, String((await invite(own, { proof })).body.link));
    const { floor, users } = stage.service.rooms;
    await floor.db.write((tx) => users.setStatus(tx, user, 'disabled'));
    expect((await invite(own, { proof })).body.error).toBe('user_disabled');
    await page.answer(true);
    expect((await claimed.answer(true)).body.error).toBe('user_disabled');
    expect(await stage.service.rooms.devices.active(user)).toHaveLength(1);
  });

  it('is not where browsers may not approve', async () => {
    const proof = await stepUp(stage, laptop, 'browser_add');
    await policy({ browserApproval: 'off' });
    expect((await invite(laptop, { proof })).body.error).toBe('push_off');
    await policy({ browserApproval: 'click' });
    expect((await invite(laptop, { proof })).status).toBe(200);
  });
});

describe('a new browser in the place of an old one', () => {
  it('ends the old one at the confirmation, and not before', async () => {
    const old = await stage.pair('Old');
    const { link } = await invited(stage, laptop, old.id);
    const { device, page, claimed } = await compare(stage, link, 'New');
    await page.answer(true);
    await old.inbox();
    device.adopt(String((await claimed.answer(true)).body.device));
    expect((await old.call('GET', pathTo('deviceInbox'))).body.error).toBe('device_unknown');
    expect(await namesOf(device)).toEqual(expect.arrayContaining(['Laptop', 'New']));
    expect(await namesOf(device)).not.toContain('Old');
    expect((await lastEvents(stage, 'device.removed')).at(-1)).toMatchObject({
      reason: 'replaced',
      device_id: old.id,
    });
  });

  it('may be the very browser that invites, though it is the only one', async () => {
    const user = await stage.service.addUser('robin');
    const old = await stage.pair('Old', user);
    const fresh = await pairBy(stage, (await invited(stage, old, old.id)).link, 'New');
    expect(await namesOf(fresh)).toEqual(['New']);
    expect((await old.call('GET', pathTo('deviceInbox'))).body.error).toBe('device_unknown');
  });

  it('leaves the old one where the digits did not match', async () => {
    const old = await stage.pair('Kept');
    const { page, claimed } = await compare(stage, (await invited(stage, laptop, old.id)).link);
    await page.answer(true);
    await claimed.answer(false);
    expect(await namesOf(old)).toContain('Kept');
  });

  it('is paired once, and ends the old one once, however often both sides answer', async () => {
    const old = await stage.pair('Often');
    const { page, claimed } = await compare(stage, (await invited(stage, laptop, old.id)).link, 'Once');
    const before = (await lastEvents(stage, 'device.removed')).length;
    await Promise.all(Array.from({ length: 10 }, () => [page.answer(true), claimed.answer(true)]).flat());
    expect((await namesOf(laptop)).filter((name) => name === 'Once')).toHaveLength(1);
    expect(await lastEvents(stage, 'device.removed')).toHaveLength(before + 1);
  });

  it('comes also where the old one has gone meanwhile', async () => {
    const old = await stage.pair('Gone');
    const { link } = await invited(stage, laptop, old.id);
    const { floor, devices } = stage.service.rooms;
    await floor.db.write((tx) =>
      devices.end(tx, old.id as DeviceId, { status: 'removed', reason: 'operator' }),
    );
    expect(await namesOf(await pairBy(stage, link, 'Newer'))).toContain('Newer');
  });

  it('takes a browser of the person’s own that is still paired', async () => {
    const sam = await stage.service.rooms.users.byName(stage.service.rooms.floor.db.read, 'sam');
    const foreign = await stage.pair('Sam’s second', sam?.id);
    const gone = await stage.pair('Gone too');
    const { floor, devices } = stage.service.rooms;
    await floor.db.write((tx) =>
      devices.end(tx, gone.id as DeviceId, { status: 'removed', reason: 'operator' }),
    );
    const proof = await stepUp(stage, laptop, 'browser_add');
    for (const replaces of [foreign.id, gone.id, `DB${'A'.repeat(18)}`])
      expect((await invite(laptop, { proof, replaces })).body.error).toBe('push_browser_gone');
    expect(await namesOf(foreign)).toContain('Sam’s second');
  });
});
