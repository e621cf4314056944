import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../lib/ports/clock.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { TrustedBrowsersReply } from '../../../lib/protocol/trust.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { JarBrowser } from '../../fakes/jar-browser.ts';
import { promptOf } from '../../fakes/step-up.ts';
import { type Passing, startPassing } from './passing-stage.ts';

let stage: Passing;
let browser: JarBrowser;
let device: TestDevice;

beforeAll(async () => {
  stage = await startPassing();
});
afterAll(() => stage.stop());
beforeEach(async () => {
  await stage.allow();
  browser = stage.browser();
  device = await stage.pair();
});

describe('a browser that is trusted by its key', () => {
  it('passes twice without being asked, and says until when; the site is told', async () => {
    await stage.trust(browser, { device });
    expect(browser.trusted).toEqual([]);
    for (const turn of [1, 2]) {
      const { prompt } = await browser.open(stage.site, 'alex');
      const { body } = await device.prove(prompt);
      expect(body.trusted).toMatchObject({ application: 'Campus Portal' });
      expect(await prompt.read()).toMatchObject({ state: 'approved', trust: null });
      const { body: token } = await stage.site.exchange(await prompt.finish());
      const [, payload = ''] = String(token.id_token).split('.');
      expect([turn, JSON.parse(Buffer.from(payload, 'base64url').toString()).auth_context]).toMatchObject([
        turn,
        {
          factor: 'remembered_device',
          reason: 'remembered_device',
          auth_device: { name: 'Chrome on Linux' },
        },
      ]);
    }
  });

  it('is told again where the answer was lost, and nothing is used twice', async () => {
    await stage.trust(browser, { device });
    const { prompt } = await browser.open(stage.site, 'alex');
    const used = (await stage.events('trust.used')).length;
    const { body } = await device.prove(prompt);
    expect((await device.prove(prompt)).body).toEqual(body);
    expect((await (await stage.pair('Laptop')).prove(prompt)).body).toEqual({ trusted: null });
    await prompt.finish();
    expect(await stage.events('trust.used')).toHaveLength(used + 1);
  });

  it('still is when all of its cookies were cleared', async () => {
    await stage.trust(browser, { device });
    browser.jar.clear();
    expect(await stage.passesByKey(browser, device)).toBe(true);
  });

  it('passes where policy takes nothing but keys', async () => {
    await stage.allow({ deviceKey: 'required' });
    await stage.trust(browser, { device });
    expect(await stage.passesByKey(browser, device)).toBe(true);
  });

  it('passes also where its presence was recorded before, and takes back a push that waits', async () => {
    const elsewhere = await stage.pair('Laptop');
    const first = await browser.open(stage.site, 'alex');
    await device.prove(first.prompt);
    await first.prompt.post('promptPush');
    await stage.trust(stage.browser(), { device });
    expect((await device.prove(first.prompt)).body.trusted).not.toBeNull();
    const { requests } = await elsewhere.inbox();
    expect(requests.filter(({ state }) => state === 'pending')).toEqual([]);
    expect((await first.prompt.read()).state).toBe('approved');
  });

  it('is given the next link of its chained nonce', async () => {
    await stage.trust(browser, { device });
    expect(await stage.passesByKey(browser, device)).toBe(true);
    await stage.service.advance(3 * MINUTE);
    const before = device.chain;
    expect(await stage.passesByKey(browser, device)).toBe(true);
    expect(device.chain).not.toBe(before);
    expect(await stage.passesByKey(browser, device)).toBe(true);
  });

  it('is asked again when its time is over', async () => {
    await stage.allow({ hours: 12 });
    await stage.trust(browser, { device });
    await stage.service.advance(11 * HOUR);
    expect(await stage.passesByKey(browser, device)).toBe(true);
    await stage.service.advance(HOUR);
    expect(await stage.passesByKey(browser, device)).toBe(false);
  });

  it('is trusted for its own application, or for all that say so', async () => {
    const { site } = stage.library;
    await stage.trust(browser, { device });
    expect(await stage.passesByKey(browser, device, { site })).toBe(false);
    await stage.allow({ scope: 'all' });
    await stage.trust(browser, { device, site });
    expect(await stage.passesByKey(browser, device, { site })).toBe(true);
    await stage.allow({ scope: 'application' }, stage.library.id);
    expect(await stage.passesByKey(browser, device, { site })).toBe(false);
    await stage.allow({ scope: 'all' }, stage.library.id);
  });

  it('20 prompts opened at once all pass, by one trust', async () => {
    await stage.trust(browser, { device });
    const prompts = await Promise.all(
      Array.from({ length: 20 }, async () => (await browser.open(stage.site, 'alex')).prompt),
    );
    const replies = await Promise.all(prompts.map((prompt) => device.prove(prompt)));
    expect(replies.map(({ status, body }) => [status, body.trusted !== null])).toEqual(
      Array(20).fill([200, true]),
    );
    const locations = await Promise.all(prompts.map((prompt) => prompt.finish()));
    const codes = await Promise.all(locations.map((location) => stage.site.exchange(location)));
    expect(codes.map(({ status }) => status)).toEqual(Array(20).fill(200));
    const mine = (await stage.trusts()).filter(
      ({ holder }) => 'device' in holder && holder.device === device.id,
    );
    expect(mine).toHaveLength(1);
  });

  it('lets a cookie go on where its key ends: each stands for itself', async () => {
    await stage.trust(browser);
    await stage.trust(stage.browser(), { device });
    await stage.service.rooms.floor.db.write((tx) =>
      stage.service.rooms.devices.end(tx, device.id as DeviceId, { status: 'removed', reason: 'desk' }),
    );
    expect(await stage.passesByCookie(browser)).toBe(true);
    const { prompt } = await browser.open(stage.library.site, 'alex');
    expect((await device.prove(prompt)).body.error).toBe('device_unknown');
  });
});

describe('whom no second step would let in, trust lets in neither', () => {
  const { MAX_SAFE_INTEGER: FOREVER } = Number;
  const lock = (until: number | null) =>
    stage.service.rooms.floor.db.write((tx) =>
      tx.query
        .updateTable('users')
        .set({ locked_at: until && stage.service.clock.now(), locked_until: until })
        .where('id', '=', stage.alex)
        .execute(),
    );

  it('locked out: it goes on, rests or is refused, as policy says, and stands afterwards', async () => {
    const cookie = stage.browser();
    await stage.trust(browser, { device });
    await stage.trust(cookie);
    await lock(FOREVER);
    expect(await stage.passesByKey(browser, device)).toBe(true);
    expect(await stage.passesByCookie(cookie)).toBe(true);
    await stage.allow({ whileLocked: 'suspend' });
    expect(await stage.passesByKey(browser, device)).toBe(false);
    expect(await stage.passesByCookie(cookie)).toBe(false);
    await stage.allow();
    await stage.service.setPolicy({ lockout: { scope: 'all' } });
    expect(await stage.passesByKey(browser, device)).toBe(false);
    expect(await stage.passesByCookie(cookie)).toBe(false);
    await lock(null);
    expect(await stage.passesByKey(browser, device)).toBe(true);
    expect(await stage.passesByCookie(cookie)).toBe(true);
  });

  it('somebody who has no second step left', async () => {
    const kim = await stage.person('kim');
    await stage.trust(browser, { who: kim });
    expect(await stage.passesByCookie(browser, { who: kim })).toBe(true);
    await stage.service.rooms.floor.db.write((tx) =>
      tx.query.deleteFrom('tokens').where('user_id', '=', kim.user).execute(),
    );
    expect(await stage.passesByCookie(browser, { who: kim })).toBe(false);
  });

  it('a disabled person, also after being enabled again', async () => {
    const ira = await stage.person('ira');
    await stage.trust(browser, { who: ira });
    const { floor, users } = stage.service.rooms;
    for (const status of ['disabled', 'active'] as const) {
      await floor.db.write((tx) => users.setStatus(tx, ira.user, status));
      const { prompt, location } = await browser.open(stage.site, 'ira');
      expect([status, location]).toEqual([status, null]);
      expect((await prompt.read()).state).toBe(status === 'active' ? 'choosing' : 'refused');
    }
  });

  it('a step-up, whose whole point is to ask', async () => {
    await stage.allow({ scope: 'all' });
    await stage.trust(browser, { device });
    const prompt = await promptOf(stage, device);
    expect((await prompt.read()).state).toBe('choosing');
    expect((await device.prove(prompt)).body).toEqual({ trusted: null });
    expect((await prompt.read()).state).toBe('choosing');
  });
});

describe('the list in the options of a paired browser', () => {
  const read = (reply: { body: unknown }) => v.parse(TrustedBrowsersReply, reply.body).trusted;
  const list = async () => read(await device.call('GET', pathTo('deviceTrustedBrowsers')));
  const forget = async (body: object) =>
    read(await device.call('POST', pathTo('deviceForgetting'), { body }));

  it('shows this browser and the others, and forgets one, the others or all', async () => {
    await device.call('POST', pathTo('deviceForgetting'), { body: { which: 'all' } });
    const cookie = stage.browser();
    await stage.trust(cookie);
    await stage.trust(browser, { device });
    const [here, other] = await list();
    expect(here).toMatchObject({ here: true, holder: 'key', application: 'Campus Portal', place: null });
    expect(other).toMatchObject({ here: false, holder: 'cookie', browser: 'Chrome on Linux' });
    expect(Number(here?.until) - Number(here?.since)).toBe(30 * DAY);

    const sam = await stage.person('sam-lister');
    const samsDevice = await stage.pair('Sam’s', sam.user);
    const foreign = await samsDevice.call('POST', pathTo('deviceForgetting'), {
      body: { which: 'one', id: other?.id },
    });
    expect(foreign.body).toEqual({ trusted: [] });
    expect(await list()).toHaveLength(2);

    expect(await forget({ which: 'others' })).toEqual([here]);
    expect(await stage.passesByCookie(cookie)).toBe(false);
    expect(await stage.passesByKey(browser, device)).toBe(true);
    expect(await forget({ which: 'one', id: here?.id })).toEqual([]);
    expect(await forget({ which: 'one', id: here?.id })).toEqual([]);
    expect(await stage.passesByKey(browser, device)).toBe(false);
    expect(await forget({ which: 'all' })).toEqual([]);
  });
});
