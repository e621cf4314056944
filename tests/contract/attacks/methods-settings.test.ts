import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { defaultMethodSettings, type MethodSettings } from '../../../lib/protocol/methods.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { stepUp } from '../../fakes/step-up.ts';
import { mustWait, wish } from '../push/set-up.ts';

const PATH = pathTo('deviceMethods');

/** Somebody has one of the person's paired browsers, unlocked, and wants the person to hear of nothing. */
let stage: Stage;
let desk: TestDevice;
let library: TestDevice;
let stolen: TestDevice;
let username: string;
let people = 0;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());
beforeEach(async () => {
  await stage.service.advance(10 * MINUTE);
  username = `person${++people}`;
  const user = await stage.service.addUser(username);
  desk = await stage.pair('Desk', user);
  library = await stage.pair('Library', user);
  stolen = await stage.pair('Stolen', user);
});

const idOf = ({ id }: TestDevice): DeviceId => id as DeviceId;
const versionOf = async () => Number((await desk.call('GET', PATH)).body.version);

async function put(settings: Partial<MethodSettings>, proof: string | null = null) {
  const body = { settings: { ...defaultMethodSettings, ...settings }, stepUp: proof };
  const headers = { 'If-Match': `"${await versionOf()}"` };
  return stolen.call('PUT', PATH, { body, headers });
}

it('who is asked once the chosen browser is gone is not changed without a proof either', async () => {
  const chosen: Partial<MethodSettings> = { opensWith: { method: 'push', device: idOf(library) } };
  await wish(stage, desk, chosen);
  expect((await put({ ...chosen, pushTo: idOf(stolen) })).body.error).toBe('step_up_needed');
  const { floor, devices } = stage.service.rooms;
  await floor.db.write((tx) => devices.end(tx, idOf(library), { status: 'removed', reason: 'operator' }));
  expect((await put({ pushTo: idOf(stolen) })).body.error).toBe('step_up_needed');
  const prompt = await stage.site.begin(username);
  expect((await prompt.post('promptPush')).status).toBe(200);
  await mustWait(desk);
});

it('no application of its own is a way to fewer browsers, nor to what asks less', async () => {
  const { id: application } = stage.application;
  await wish(stage, desk, { opensWith: { method: 'security_key' }, autoPush: false });
  const own = { application, opensWith: null, autoPush: null };
  for (const only of [
    { ...own, autoPush: true },
    { ...own, opensWith: { method: 'last' } as const },
    { ...own, opensWith: { method: 'push', device: idOf(stolen) } as const },
  ]) {
    const reply = await put({ opensWith: { method: 'security_key' }, autoPush: false, applications: [only] });
    expect(reply.body.error).toBe('step_up_needed');
  }
});

it('a change that was seen does nothing a second time, and nothing at the next version', async () => {
  const body = { settings: { ...defaultMethodSettings, autoPush: false }, stepUp: null };
  const proof = await stolen.proof('PUT', PATH, { body: new TextEncoder().encode(JSON.stringify(body)) });
  const send = (version: number) =>
    stolen.call('PUT', PATH, { body, proof, headers: { 'If-Match': `"${version}"` } });
  expect((await send(0)).status).toBe(200);
  for (const version of [0, 1]) expect((await send(version)).body.error).toBe('proof_replayed');
  expect(await versionOf()).toBe(1);
});

it('no proof of another purpose changes them, nor does this one add or remove anything', async () => {
  await wish(stage, desk, { opensWith: { method: 'security_key' } });
  await stage.service.advance(2 * MINUTE);
  for (const purpose of ['browser_add', 'browser_remove', 'portal_open'] as const)
    expect((await put({}, await stepUp(stage, stolen, purpose))).body.error).toBe('step_up_needed');
  const proof = await stepUp(stage, stolen, 'methods_change');
  const removal = pathTo('deviceBrowserRemoval', desk.id ?? '');
  expect((await stolen.call('POST', removal, { body: { stepUp: proof } })).body.error).toBe('step_up_needed');
  const body = { stepUp: proof, replaces: null };
  expect((await stolen.call('POST', pathTo('deviceInviting'), { body })).body.error).toBe('step_up_needed');
});

it('a page of the web changes nothing, also with a good proof', async () => {
  const body = { settings: { ...defaultMethodSettings, autoPush: false }, stepUp: null };
  for (const Origin of ['https://portal.example.org', 'null']) {
    const reply = await stolen.call('PUT', PATH, { body, headers: { Origin, 'If-Match': '"0"' } });
    expect(reply.status).toBe(403);
  }
  const preflight = await fetch(stage.service.base + PATH, {
    method: 'OPTIONS',
    headers: { Origin: 'https://portal.example.org', 'Access-Control-Request-Method': 'PUT' },
  });
  expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  expect(await versionOf()).toBe(0);
});
