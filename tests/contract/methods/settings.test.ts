import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import { type ApplicationId, type DeviceId, OWN_APPLICATION } from '../../../lib/protocol/ids.ts';
import { defaultMethodSettings, type MethodSettings, MethodsView } from '../../../lib/protocol/methods.ts';
import { PROOF_HEADER } from '../../../lib/protocol/proof.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { Reply, TestDevice } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { stepUp } from '../../fakes/step-up.ts';
import { personOf } from './offered-people.ts';

const PATH = pathTo('deviceMethods');

let stage: Stage;
let laptop: TestDevice;
let desk: TestDevice;
let people = 0;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());
beforeEach(async () => {
  // Step-ups are few a minute.
  await stage.service.advance(2 * MINUTE);
  const user = await stage.service.addUser(`chooser${++people}`);
  laptop = await stage.pair('Laptop', user);
  desk = await stage.pair('Desk', user);
});

const viewOf = async (device: TestDevice): Promise<MethodsView> =>
  v.parse(MethodsView, (await device.call('GET', PATH)).body);

interface Put {
  version?: number | string;
  proof?: string | null;
}

/** Whatever is left out of the settings is as at first. */
function put(
  device: TestDevice,
  settings: Partial<MethodSettings>,
  { version = 0, proof = null }: Put = {},
): Promise<Reply> {
  const body = { settings: { ...defaultMethodSettings, ...settings }, stepUp: proof };
  const seen = typeof version === 'number' ? `"${version}"` : version;
  return device.call('PUT', PATH, { body, headers: { 'If-Match': seen } });
}

const key: Partial<MethodSettings> = { opensWith: { method: 'security_key' } };
const idOf = ({ id }: TestDevice): DeviceId => id as DeviceId;

describe('reading', () => {
  it('tells the settings of whoever has none, the methods and what can be chosen', async () => {
    const view = await viewOf(laptop);
    expect(view).toMatchObject({
      version: 0,
      settings: defaultMethodSettings,
      browsers: [
        { device: laptop.id, name: 'Laptop', here: true },
        { device: desk.id, name: 'Desk', here: false },
      ],
      autoPush: true,
    });
    expect(view.methods.map(({ method, ready, why }) => [method, ready, why])).toEqual([
      ['platform', false, 'method_missing'],
      ['security_key', false, 'method_missing'],
      ['push', true, null],
      ['passcode', false, 'method_missing'],
    ]);
    expect(view.applications).toContainEqual({ id: stage.application.id, name: 'Campus Portal' });
    expect(view.applications.map(({ id }) => id)).not.toContain(OWN_APPLICATION);
  });

  it('tells how methods stand for any site: typed codes too, which no step-up takes', async () => {
    const { browser } = await personOf(stage, { has: ['browser', 'token'] });
    if (!browser) throw new Error('no browser');
    const { methods } = await viewOf(browser);
    expect(methods.find(({ method }) => method === 'passcode')).toMatchObject({ ready: true, why: null });
  });

  it('tells that everything is closed where a lock-out closes everything', async () => {
    await stage.service.setPolicy({ lockout: { scope: 'all' } });
    const { browser } = await personOf(stage, { has: ['browser', 'key'], status: ['locked'] });
    if (!browser) throw new Error('no browser');
    const { methods } = await viewOf(browser);
    await stage.service.setPolicy({ lockout: { scope: 'guessable' } });
    expect(methods.filter(({ enrolled }) => enrolled)).toMatchObject([
      { method: 'security_key', ready: false, why: 'locked_out' },
      { method: 'push', ready: false, why: 'locked_out' },
    ]);
  });

  it('tells its version in the reply’s header', async () => {
    await put(laptop, { autoPush: false });
    const headers = { [PROOF_HEADER]: await laptop.proof('GET', PATH) };
    const reply = await fetch(stage.service.base + PATH, { headers });
    expect(reply.headers.get('etag')).toBe('"1"');
  });

  it('needs a paired browser that may speak', async () => {
    expect((await laptop.call('GET', PATH, { proof: null })).status).toBe(401);
    const { floor, devices } = stage.service.rooms;
    const removed = { status: 'removed', reason: 'operator' } as const;
    await floor.db.write((tx) => devices.end(tx, idOf(desk), removed));
    expect((await desk.call('GET', PATH)).body.error).toBe('device_unknown');
  });
});

describe('a versioned write', () => {
  it('is for the version that was seen, and answers with the next', async () => {
    const changed = await put(laptop, key);
    expect(changed).toMatchObject({ status: 200, body: { version: 1, settings: key } });
    expect(await viewOf(desk)).toMatchObject({ version: 1, settings: key });
    expect((await put(desk, {}, { version: 0 })).body.error).toBe('version_conflict');
    expect(await viewOf(laptop)).toMatchObject({ version: 1, settings: key });
  });

  it('of two at once is one', async () => {
    const tries = [laptop, desk, laptop, desk].map((device) => put(device, { autoPush: false }));
    const replies = await Promise.all(tries);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
    expect((await viewOf(laptop)).version).toBe(1);
  });

  it('is none where nothing was ever set, whatever version it claims', async () => {
    expect((await put(laptop, key, { version: 7 })).body.error).toBe('version_conflict');
    expect((await viewOf(laptop)).version).toBe(0);
  });

  it.each(['', '*', '0', 'W/"0"', '"0", "1"', '"-1"', '"0x1"', '"99999999999"'])(
    'says so: %s is no version',
    async (version) => {
      expect(await put(laptop, key, { version })).toMatchObject({
        status: 428,
        body: { error: 'version_missing' },
      });
    },
  );

  it('leaves what the prompts have learnt', async () => {
    await stepUp(stage, laptop, 'methods_change');
    expect((await put(laptop, { pushTo: 'all', autoPush: false })).status).toBe(200);
    const { floor } = stage.service.rooms;
    const row = await floor.db.read
      .selectFrom('method_settings')
      .select(['last_method', 'last_device_id'])
      .where('last_device_id', '=', idOf(laptop))
      .executeTakeFirst();
    expect(row?.last_method).toBe('push');
  });

  it('is told to the person’s other browsers, and to nobody else', async () => {
    const { signals, floor } = stage.service.rooms;
    const owner = await floor.db.read
      .selectFrom('devices')
      .select('user_id')
      .where('id', '=', idOf(laptop))
      .executeTakeFirstOrThrow();
    const told: string[] = [];
    const stops = [owner.user_id, stage.alex].map((user) =>
      signals.listen(`user:${user}`, () => told.push(user)),
    );
    await put(laptop, key);
    for (const stop of stops) stop();
    expect(new Set(told)).toEqual(new Set([owner.user_id]));
  });

  it('is written down without what it says', async () => {
    await put(laptop, key);
    const { floor } = stage.service.rooms;
    const entry = await floor.db.read
      .selectFrom('audit')
      .select(['event', 'reason', 'detail'])
      .where('device_id', '=', idOf(laptop))
      .where('event', '=', 'methods.changed')
      .executeTakeFirstOrThrow();
    expect(entry).toEqual({ event: 'methods.changed', reason: null, detail: '{"version":1}' });
  });

  it('names only what is there, and only the person’s own', async () => {
    const stranger = await stage.pair('Stranger');
    const nowhere = 'DIAAAAAAAAAAAAAAAAAA' as ApplicationId;
    const about = (application: ApplicationId) => ({ application, opensWith: null, autoPush: false });
    const wrong: Partial<MethodSettings>[] = [
      { pushTo: idOf(stranger) },
      { opensWith: { method: 'push', device: idOf(stranger) } },
      { applications: [about(nowhere)] },
      { applications: [about(OWN_APPLICATION)] },
      { applications: [about(stage.application.id), about(stage.application.id)] },
      { opensWith: { method: 'bypass' } as never },
    ];
    for (const settings of wrong) expect((await put(laptop, settings)).body.error).toBe('bad_request');
    expect((await viewOf(laptop)).version).toBe(0);
  });

  it('is not for a disabled account', async () => {
    const { browser } = await personOf(stage, { has: ['browser'], status: ['group disabled'] });
    if (!browser) throw new Error('no browser');
    expect((await put(browser, key)).body.error).toBe('user_disabled');
  });
});

describe('what weakens security', () => {
  const weaker: [string, Partial<MethodSettings>, () => Partial<MethodSettings>][] = [
    ['from a key to the last used', key, () => ({})],
    ['from a key to a code', key, () => ({ opensWith: { method: 'passcode' } })],
    ['from this computer to a key', { opensWith: { method: 'platform' } }, () => key],
    ['sending by itself again', { autoPush: false }, () => ({})],
    ['to one browser instead of all', { autoPush: false }, () => ({ autoPush: false, pushTo: idOf(desk) })],
    ['to the last one instead of all', { autoPush: false }, () => ({ autoPush: false, pushTo: 'last' })],
    [
      'for one application alone',
      key,
      () => ({
        ...key,
        applications: [{ application: stage.application.id, opensWith: { method: 'last' }, autoPush: null }],
      }),
    ],
  ];

  it.each(weaker)('%s takes a step-up', async (_name, before, wanted) => {
    expect((await put(laptop, before)).status).toBe(200);
    expect(await put(laptop, wanted(), { version: 1 })).toMatchObject({
      status: 403,
      body: { error: 'step_up_needed' },
    });
    expect((await viewOf(laptop)).version).toBe(1);
    const proof = await stepUp(stage, laptop, 'methods_change');
    expect(await put(laptop, wanted(), { version: 1, proof })).toMatchObject({
      status: 200,
      body: { version: 2 },
    });
  });

  it('takes one for this, in this browser', async () => {
    await put(laptop, key);
    const others = [
      await stepUp(stage, laptop, 'credential_add'),
      await stepUp(stage, desk, 'methods_change'),
      'A'.repeat(22),
    ];
    for (const proof of others)
      expect((await put(laptop, {}, { version: 1, proof })).body.error).toBe('step_up_needed');
  });

  it('is not asked for where somebody was faster', async () => {
    await put(laptop, key);
    await put(laptop, { ...key, autoPush: false }, { version: 1 });
    expect((await put(desk, {}, { version: 1 })).body.error).toBe('version_conflict');
  });

  it.each([
    ['from the last used to a key', {}, key],
    ['from the last used to a code', {}, { opensWith: { method: 'passcode' } }],
    ['no more by itself', {}, { autoPush: false }],
  ] as [string, Partial<MethodSettings>, Partial<MethodSettings>][])(
    '%s is free',
    async (_name, before, wanted) => {
      expect((await put(laptop, before)).status).toBe(200);
      expect((await put(laptop, wanted, { version: 1 })).status).toBe(200);
    },
  );
});

describe('a browser that has gone', () => {
  it('is asked no more, and nothing names it', async () => {
    const proof = await stepUp(stage, laptop, 'methods_change');
    const chosen: Partial<MethodSettings> = {
      opensWith: { method: 'push', device: idOf(desk) },
      pushTo: idOf(desk),
    };
    expect((await put(laptop, chosen, { proof })).status).toBe(200);
    const { floor, devices } = stage.service.rooms;
    const removed = { status: 'removed', reason: 'operator' } as const;
    await floor.db.write((tx) => devices.end(tx, idOf(desk), removed));
    const { settings } = await viewOf(laptop);
    expect(settings).toMatchObject({ opensWith: { method: 'push', device: null }, pushTo: 'all' });
    // What was read can be written back as it is.
    expect((await put(laptop, settings, { version: 1 })).status).toBe(200);
  });
});
