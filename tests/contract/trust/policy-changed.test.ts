import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../../lib/ports/clock.ts';
import { family, type Records, startRecords } from './records-stage.ts';

let records: Records;
beforeEach(async () => {
  records = await startRecords();
});
afterEach(() => records.stop());

describe('a change of the policy', () => {
  const set = (trustedBrowsers: object, scope?: Parameters<Records['service']['setPolicy']>[1]) =>
    records.service.setPolicy({ trustedBrowsers }, scope);

  it('that ends trust leaves none, and revives none', async () => {
    const holder = family();
    await records.make({ holder });
    await records.make({ application: null });
    await set({ hours: 0 });
    await set({ hours: 720 });
    expect(await records.reasons()).toEqual(['policy_changed', 'policy_changed']);
    expect(await records.use(holder)).toBeNull();
  });

  it('that shortens it ends what is older, shortens the rest, and lengthening revives nothing', async () => {
    const old = await records.make();
    await records.service.advance(2 * DAY);
    const holder = family();
    const young = await records.make({ holder });
    await set({ hours: 24 });
    expect(await records.endings()).toEqual([
      expect.objectContaining({ reason: 'policy_changed', trust: old.id }),
    ]);
    await set({ hours: 720 });
    expect(await records.use(holder)).toMatchObject({ id: young.id, until: young.until - 29 * DAY });
    await records.service.advance(DAY);
    expect(await records.use(holder)).toBeNull();
  });

  it('that narrows the scope ends the trust for all applications, and only that', async () => {
    await records.make({ application: null });
    const own = await records.make();
    await set({ scope: 'application' });
    await set({ scope: 'all' });
    expect(await records.standing()).toEqual([own.id]);
    expect(await records.reasons()).toEqual(['policy_changed']);
  });

  it('of one application ends trust in its own browsers only; that for all stands while any takes it', async () => {
    const here = await records.make();
    const there = await records.make({ application: records.library.id });
    const all = await records.make({ application: null });
    await set({ hours: 0 }, records.application.id);
    expect((await records.standing()).sort()).toEqual([there.id, all.id].sort());
    expect(await records.endings()).toEqual([expect.objectContaining({ trust: here.id })]);
    await set({ scope: 'application' }, records.library.id);
    expect((await records.standing()).sort()).toEqual([there.id, all.id].sort());
    await set({ scope: 'application' });
    expect(await records.standing()).toEqual([there.id]);
  });

  it('that demands a device key ends trust in cookies', async () => {
    const byKey = await records.make({ holder: await records.key() });
    await records.make();
    await records.make({ application: null });
    await set({ deviceKey: 'required' });
    await set({ deviceKey: 'optional' });
    expect(await records.standing()).toEqual([byKey.id]);
    expect(await records.reasons()).toEqual(['policy_changed', 'policy_changed']);
  });

  it('that lowers the limit ends trust in the browsers unused for longest', async () => {
    const sam = await records.service.addUser('sam');
    const theirs = await records.make({ user: sam });
    const made = [];
    for (let turn = 0; turn < 4; turn++) {
      made.push((await records.make()).id);
      await records.service.advance(HOUR);
    }
    await set({ limit: 2 });
    expect(await records.standing()).toEqual([made[3], made[2]]);
    expect(await records.standing(sam)).toEqual([theirs.id]);
    expect(await records.reasons()).toEqual(['policy_changed', 'policy_changed']);
  });

  it('of anything else, or to something looser, ends nothing', async () => {
    const { id, until } = await records.make({ hours: 48 });
    await records.service.setPolicy({ digits: 4, helpDesk: 'Room 12' });
    await set({ hours: 8_760, limit: 50, whileLocked: 'suspend' });
    expect(await records.standing()).toEqual([id]);
    const { floor, trust } = records.service.rooms;
    expect((await trust.list(floor.db.read, records.alex))[0]?.until).toBe(until);
  });
});
