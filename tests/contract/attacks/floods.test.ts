import { createHash, randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../lib/ports/clock.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { invite, mustClaim, mustOpen, newDevice } from '../enrolment/set-up.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

const count = async (table: 'proofs' | 'pairings' | 'audit'): Promise<number> => {
  const { db } = stage.service.rooms.floor;
  const row = await db.read
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
};

/** A claim that is right in every way, but for a code that nobody was given. */
function guess() {
  const device = newDevice(stage.service);
  const body = {
    code: randomBytes(32).toString('base64url'),
    commitment: createHash('sha256').update(randomBytes(32)).digest('base64url'),
    signKey: device.signKey,
    receiveKey: device.signKey,
    name: 'Chrome on Linux',
  };
  return device.call('POST', pathTo('devicePairings'), { body });
}

describe('a stranger who claims codes that do not exist', () => {
  it('leaves nothing behind', async () => {
    const before = [await count('proofs'), await count('pairings'), await count('audit')];
    for (const reply of await Promise.all(Array.from({ length: 20 }, guess))) {
      expect(reply).toMatchObject({ status: 404, body: { error: 'activation_unknown' } });
    }
    expect([await count('proofs'), await count('pairings'), await count('audit')]).toEqual(before);
  });
});

describe('somebody who begins pairing after pairing', () => {
  it('has them swept a month later, but for those that paired a browser', async () => {
    const sam = await stage.service.addUser('sam');
    const link = await invite(stage.service, sam);
    for (let turn = 0; turn < 10; turn += 1) await mustOpen(stage.service, link);
    const page = await mustOpen(stage.service, link);
    const device = await mustClaim(newDevice(stage.service), page.link);
    await page.answer(true);
    await device.answer(true);
    expect(await count('pairings')).toBe(11);
    await stage.service.advance(32 * DAY);
    await stage.service.app.sweep();
    expect(await count('pairings')).toBe(1);
  });
});

describe('somebody with the password who keeps asking', () => {
  it('makes no prompt wait whose browser has proven itself', async () => {
    const laptop = await stage.pair('Laptop');
    for (let turn = 0; turn < 3; turn += 1) {
      const thief = await stage.site.begin('alex');
      await thief.post('promptPush');
      await stage.service.advance(2 * MINUTE + 30_000);
    }
    const elsewhere = await stage.site.begin('alex');
    expect((await elsewhere.read()).parts.push?.retryAt).toBeGreaterThan(stage.service.clock.now());

    const own = await stage.site.begin('alex');
    await laptop.prove(own);
    expect((await own.read()).parts.push?.retryAt).toBeNull();
    expect((await own.post('promptPush')).status).toBe(200);
    const [push] = (await laptop.inbox()).requests.filter(({ state }) => state === 'pending');
    if (!push) throw new Error('no request waits');
    await laptop.decide(push, { decision: 'deny', reason: 'mistake' });
    // The person pressed the wrong button: the page must let them send another at once.
    expect((await own.read()).parts.push?.retryAt).toBeNull();
    expect((await own.post('promptPush')).status).toBe(200);
    await stage.service.advance(HOUR);
  });
});

describe('somebody with another account on the service’s machine', () => {
  it.skipIf(process.platform === 'win32')('cannot read what the service keeps', () => {
    for (const file of ['countersign.db', 'countersign.db-wal', 'countersign.db-shm', 'secret.key']) {
      expect(statSync(join(stage.service.data, file)).mode & 0o077, file).toBe(0);
    }
  });
});
