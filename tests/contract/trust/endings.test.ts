import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../../lib/ports/clock.ts';
import { type DeviceId, TransactionId } from '../../../lib/protocol/ids.ts';
import type { ForgetPost } from '../../../lib/protocol/trust.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { family, type Holder, opaque, type Records, startRecords, transactionId } from './records-stage.ts';

let records: Records;
beforeEach(async () => {
  records = await startRecords();
});
afterEach(() => records.stop());

const waiting = async (device: TestDevice) => {
  const push = (await device.inbox()).requests.find(({ state }) => state === 'pending');
  if (!push) throw new Error('no request waits');
  return push;
};

/** A sign-in from elsewhere, asked for and not yet answered. */
async function ask() {
  const prompt = await records.site.begin('alex');
  await prompt.post('promptPush');
  return prompt;
}

describe('trust ends', () => {
  it('with its time', async () => {
    const { id } = await records.make({ hours: 12 });
    const later = await records.make({ hours: 24 });
    await records.service.advance(13 * HOUR);
    expect(await records.standing()).toEqual([later.id]);
    await records.service.app.sweep();
    await records.service.app.sweep();
    expect(await records.endings()).toEqual([
      {
        reason: 'expired',
        application_id: records.application.id,
        device_id: null,
        trust: id,
        about: 'Firefox on Linux',
      },
    ]);
  });

  it.each([
    { status: 'removed', why: 'operator', reason: 'device_removed' },
    { status: 'suspended', why: 'forked', reason: 'device_suspended' },
  ] as const)('with its device: $status', async ({ status, why, reason }) => {
    const holder = await records.key();
    const made = [await records.make({ holder }), await records.make({ holder, application: null })];
    const other = await records.make({ holder: await records.key('Desk') });
    const { devices } = records.service.rooms;
    await records.write((tx) => devices.end(tx, holder.device, { status, reason: why }));
    expect(await records.standing()).toEqual([other.id]);
    expect((await records.endings()).map(({ trust }) => trust).sort()).toEqual(
      made.map(({ id }) => id).sort(),
    );
    expect(await records.reasons()).toEqual([reason, reason]);
    expect(await records.use(holder)).toBeNull();
    await records.write((tx) => devices.end(tx, holder.device, { status: 'removed', reason: 'operator' }));
    expect(await records.reasons()).toEqual([reason, reason]);
  });

  it('when the person unpairs the browser that it stands for', async () => {
    const laptop = await records.pair('Laptop');
    await records.pair('Desk');
    await records.make({ holder: { device: laptop.id as DeviceId } });
    expect((await laptop.call('DELETE', '/device/v1/self')).status).toBe(200);
    expect(await records.reasons()).toEqual(['device_removed']);
  });

  it('when the person is disabled, and enabling revives nothing', async () => {
    const holder = family();
    await records.make({ holder });
    const { users } = records.service.rooms;
    await records.write((tx) => users.setStatus(tx, records.alex, 'disabled'));
    await records.write((tx) => users.setStatus(tx, records.alex, 'active'));
    expect(await records.reasons()).toEqual(['user_status']);
    expect(await records.use(holder)).toBeNull();
  });

  it('not by a lock-out, which whoever knows the password can cause', async () => {
    const { id } = await records.make();
    const { users } = records.service.rooms;
    await records.write((tx) => users.recordFailure(tx, records.alex, { threshold: 1, minutes: 0 }));
    expect(await records.standing()).toEqual([id]);
  });

  it('by a fraud report: what a cookie stands for, and not what a key does', async () => {
    const laptop = await records.pair('Laptop');
    const byKey = await records.make({ holder: { device: laptop.id as DeviceId } });
    const byCookie = await records.make();
    await ask();
    await laptop.decide(await waiting(laptop), { decision: 'deny', reason: 'fraud' });
    expect(await records.standing()).toEqual([byKey.id]);
    expect(await records.endings()).toEqual([
      expect.objectContaining({ reason: 'fraud', trust: byCookie.id }),
    ]);
  });

  it('by no other denial', async () => {
    const laptop = await records.pair('Laptop');
    const { id } = await records.make();
    await ask();
    await laptop.decide(await waiting(laptop), { decision: 'deny', reason: 'mistake' });
    expect(await records.standing()).toEqual([id]);
  });

  it('by “Not you?”: what that sign-in made, and what stands for the browser that approved', async () => {
    const laptop = await records.pair('Laptop');
    const desk = await records.pair('Desk');
    const earlier = await records.make({ holder: { device: desk.id as DeviceId } });
    const kept = await records.make({ holder: { device: laptop.id as DeviceId } });
    const prompt = await ask();
    const number = (await prompt.read()).parts.push?.latest?.number ?? '';
    const push = await waiting(desk);
    await desk.decide(push, { decision: 'approve', number });
    const made = await records.make({ transaction: v.parse(TransactionId, prompt.transaction) });
    expect((await laptop.call('POST', `/device/v1/pushes/${push.id}/not-me`)).status).toBe(200);
    expect(await records.standing()).toEqual([kept.id]);
    expect((await records.endings()).map(({ reason, trust }) => [reason, trust])).toEqual([
      ['disowned', made.id],
      ['device_suspended', earlier.id],
    ]);
  });

  it('with the family of a cookie that was copied', async () => {
    const holder = { family: opaque() };
    await records.make({ holder });
    const { id } = await records.make();
    await records.write((tx) => records.service.rooms.trust.familyEnded(tx, holder.family, 'copied'));
    expect(await records.reasons()).toEqual(['copied']);
    expect(await records.standing()).toEqual([id]);
  });
});

describe('the person forgets', () => {
  const forget = (what: ForgetPost, here: Holder | null = null) =>
    records.write((tx) =>
      records.service.rooms.trust.forget(tx, { user: records.alex, what, here, by: 'person' }),
    );

  it('one of them, which is their own', async () => {
    const { id } = await records.make();
    const kept = await records.make();
    const sam = await records.service.addUser('sam');
    const theirs = await records.make({ user: sam });
    expect(await forget({ which: 'one', id: theirs.id })).toBe(0);
    expect(await forget({ which: 'one', id })).toBe(1);
    expect(await forget({ which: 'one', id })).toBe(0);
    expect(await records.standing()).toEqual([kept.id]);
    expect(await records.standing(sam)).toEqual([theirs.id]);
    expect(await records.endings()).toEqual([
      expect.objectContaining({ reason: 'forgotten', trust: id, by: 'person' }),
    ]);
  });

  it('all others, by a key and by a cookie', async () => {
    for (const here of [await records.key(), family()]) {
      const own = [
        await records.make({ holder: here }),
        await records.make({ holder: here, application: null }),
      ];
      await records.make();
      await records.make({ holder: await records.key('Desk') });
      expect(await forget({ which: 'others' }, here)).toBeGreaterThanOrEqual(2);
      expect((await records.standing()).sort()).toEqual(own.map(({ id }) => id).sort());
    }
  });

  it('all, also where the browser that asks is not trusted itself', async () => {
    await records.make();
    await records.make({ holder: await records.key() });
    expect(await forget({ which: 'others' })).toBe(2);
    await records.make();
    expect(await forget({ which: 'all' })).toBe(1);
    expect(await records.standing()).toEqual([]);
  });
});

describe('what has ended', () => {
  it('is deleted after a month, with the cookie’s family; what stands is kept', async () => {
    const db = records.service.rooms.floor.db;
    const start = async (id: string) => {
      const row = { id, series_hash: opaque(), chain: '', browser: 'Firefox', ended_at: null };
      await records.write((tx) =>
        tx.query
          .insertInto('trust_families')
          .values({ ...row, created_at: 0 })
          .execute(),
      );
      return { family: id };
    };
    const [ended, standing] = [await start(opaque()), await start(opaque())];
    await records.make({ holder: ended });
    const kept = await records.make({ holder: standing, hours: 8_760, transaction: transactionId() });
    await records.write((tx) => records.service.rooms.trust.familyEnded(tx, ended.family, 'copied'));
    await records.service.advance(29 * DAY);
    await records.service.app.sweep();
    expect(await db.read.selectFrom('trusts').select('id').execute()).toHaveLength(2);
    await records.service.advance(2 * DAY);
    await records.service.app.sweep();
    expect(await db.read.selectFrom('trusts').select('id').execute()).toEqual([{ id: kept.id }]);
    expect(await db.read.selectFrom('trust_families').select('id').execute()).toEqual([
      { id: standing.family },
    ]);
  });

  it('is a session of the portal as soon as its time is over', async () => {
    const db = records.service.rooms.floor.db;
    const now = records.service.clock.now();
    const session = { user_id: records.alex, device_id: null, transaction_id: null, created_at: now };
    await records.write((tx) =>
      tx.query
        .insertInto('portal_sessions')
        .values([
          { hash: 'AAAA', ...session, expires_at: now + HOUR },
          { hash: 'BBBB', ...session, expires_at: now + DAY },
        ])
        .execute(),
    );
    await records.service.advance(2 * HOUR);
    await records.service.app.sweep();
    expect(await db.read.selectFrom('portal_sessions').select('hash').execute()).toEqual([{ hash: 'BBBB' }]);
  });
});
