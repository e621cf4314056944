import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR } from '../../../lib/ports/clock.ts';
import { ADDRESS, DAYS, family, type Records, startRecords, transactionId } from './records-stage.ts';

let records: Records;
beforeEach(async () => {
  records = await startRecords();
});
afterEach(() => records.stop());

const ids = (made: { id: string }[]) => made.map(({ id }) => id);

describe('a trusted browser', () => {
  it('stands as its person was told, and the log has it', async () => {
    const holder = await records.key('Laptop');
    const transaction = transactionId();
    const now = records.service.clock.now();
    const { id, until } = await records.make({ holder, browser: 'Laptop', transaction, hours: 12 });
    expect(until - 12 * HOUR - now).toBeLessThan(HOUR);
    const { floor, trust } = records.service.rooms;
    expect(await trust.list(floor.db.read, records.alex)).toEqual([
      {
        id,
        holder,
        browser: 'Laptop',
        application: { id: records.application.id, name: 'Campus Portal' },
        since: until - 12 * HOUR,
        until,
        usedAt: until - 12 * HOUR,
        usedAddress: ADDRESS,
      },
    ]);
    const [made] = await floor.db.read
      .selectFrom('audit')
      .selectAll()
      .where('event', '=', 'trust.made')
      .execute();
    expect(made).toMatchObject({
      user_id: records.alex,
      application_id: records.application.id,
      device_id: holder.device,
      transaction_id: transaction,
      detail: JSON.stringify({ trust: id, about: 'Laptop' }),
    });
  });

  it('goes by the name that its person gives it', async () => {
    const holder = await records.key('Laptop');
    await records.make({ holder, browser: 'Laptop' });
    const { devices, floor, trust } = records.service.rooms;
    const own = { id: holder.device, user: records.alex, by: holder.device };
    await records.write((tx) => devices.rename(tx, own, 'Desk'));
    const [trusted] = await trust.list(floor.db.read, records.alex);
    expect(trusted?.browser).toBe('Desk');
  });

  it('is one, however many tabs say yes at once', async () => {
    for (const holder of [await records.key(), family()])
      for (const application of [records.application.id, null]) {
        const made = await Promise.all(
          Array.from({ length: 20 }, () => records.make({ holder, application })),
        );
        expect(new Set(ids(made)).size).toBe(1);
      }
    expect(await records.standing()).toHaveLength(4);
    expect(await records.endings()).toEqual([]);
  });

  it('is trusted anew by another yes', async () => {
    const holder = family();
    const first = await records.make({ holder });
    await records.service.advance(10 * DAYS * HOUR);
    const again = await records.make({ holder });
    expect(again.id).toBe(first.id);
    expect(again.until - first.until).toBeGreaterThanOrEqual(10 * DAYS * HOUR);
    await records.service.advance(25 * DAYS * HOUR);
    expect(await records.use(holder)).toMatchObject({ id: first.id });
  });

  it('gives way when it was unused for longest and there are too many', async () => {
    const first = family();
    const made = [];
    for (const holder of [first, family(), family()]) {
      made.push(await records.make({ holder, limit: 3 }));
      await records.service.advance(HOUR);
    }
    await records.use(first);
    await records.service.advance(HOUR);
    const fourth = await records.make({ limit: 3 });
    expect(await records.standing()).toEqual([fourth.id, made[0]?.id, made[2]?.id]);
    expect(await records.endings()).toEqual([
      expect.objectContaining({ reason: 'limit', trust: made[1]?.id }),
    ]);
    await records.make({ application: records.library.id, limit: 3 });
    expect(await records.standing()).toHaveLength(4);
    const sam = await records.service.addUser('sam');
    await records.make({ user: sam, limit: 1 });
    expect(await records.reasons()).toEqual(['limit']);
    expect(await records.reasons(sam)).toEqual([]);
  });

  it('is one of so many in all, with everything that it is trusted for', async () => {
    await records.service.setPolicy({ trustedBrowsers: { limit: 2 } });
    const first = { device: (await records.key()).device };
    const { application, library } = records;
    await records.make({ holder: first, application: application.id });
    await records.make({ holder: first, application: library.id });
    await records.service.advance(HOUR);
    const kept = [await records.make({ application: library.id }), await records.make({ application: null })];
    expect((await records.standing()).sort()).toEqual(ids(kept).sort());
    expect(await records.reasons()).toEqual(['limit', 'limit']);
    await records.service.setPolicy({ trustedBrowsers: { limit: 3 } }, library.id);
    await records.make({ application: library.id, limit: 3 });
    expect(await records.standing()).toHaveLength(3);
  });
});

describe('a sign-in passes', () => {
  it('for this person, browser and application alone', async () => {
    const holder = family();
    const { id, until } = await records.make({ holder });
    const sam = await records.service.addUser('sam');
    expect(await records.use(holder, { user: sam })).toBeNull();
    expect(await records.use(family())).toBeNull();
    expect(await records.use(await records.key())).toBeNull();
    expect(await records.use(holder, { application: records.library.id })).toBeNull();
    await records.service.advance(HOUR);
    expect(await records.use(holder)).toEqual({
      id,
      application: records.application.id,
      until,
      browser: 'Firefox on Linux',
    });
    const { floor, trust } = records.service.rooms;
    const [row] = await trust.list(floor.db.read, records.alex);
    expect(row).toMatchObject({ usedAddress: '198.51.100.9' });
    expect((row?.usedAt ?? 0) - (row?.since ?? 0)).toBeGreaterThanOrEqual(HOUR);
  });

  it('by a trust for all applications only where the application takes one, and its own counts first', async () => {
    const holder = family();
    const all = await records.make({ holder, application: null });
    expect(await records.use(holder, { all: false })).toBeNull();
    expect(await records.use(holder)).toMatchObject({ id: all.id, application: null });
    const own = await records.make({ holder });
    expect(await records.use(holder)).toMatchObject({ id: own.id });
    expect(await records.use(holder, { application: records.library.id })).toMatchObject({ id: all.id });
  });

  it('until its time is over, or the time that the application now gives', async () => {
    const holder = family();
    const { until } = await records.make({ holder, hours: 48 });
    expect(await records.use(holder, { hours: 24 })).toMatchObject({ until: until - 24 * HOUR });
    expect(await records.use(holder, { hours: 96 })).toMatchObject({ until });
    await records.service.advance(25 * HOUR);
    expect(await records.use(holder, { hours: 24 })).toBeNull();
    expect(await records.use(holder, { hours: 48 })).not.toBeNull();
    await records.service.advance(24 * HOUR);
    expect(await records.use(holder, { hours: 96 })).toBeNull();
    expect(await records.standing()).toEqual([]);
  });

  it('not twice by a trust that ends meanwhile', async () => {
    const holder = family();
    const { id } = await records.make({ holder });
    const { trust } = records.service.rooms;
    const what = { which: 'one', id } as const;
    const [, , used] = await Promise.all([
      records.use(holder),
      records.write((tx) => trust.forget(tx, { user: records.alex, what, here: null, by: 'person' })),
      records.use(holder),
    ]);
    expect(used).toBeNull();
  });
});
