import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { defaultMethodSettings, type MethodSettings } from '../../../lib/protocol/methods.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { TestExtension } from '../../fakes/extension.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { type KeyTabs, openKeyTabs } from './key-tabs.ts';
import { pairedExtension } from './set-up.ts';

let stage: Stage;
let extension: TestExtension;
let tabs: KeyTabs;
let device: DeviceId;
/** Another browser of the same person. */
let desk: TestDevice;
let people = 0;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());
/** Each test has a person of its own. */
beforeEach(async () => {
  const user = await stage.service.addUser(`person${++people}`);
  extension = await pairedExtension(stage.service, user);
  tabs = openKeyTabs(stage, extension);
  device = (await extension.overview()).accounts[0]?.device as DeviceId;
  desk = await stage.pair('Desk', user);
});

const quiet: MethodSettings = { ...defaultMethodSettings, autoPush: false };
/** It reaches fewer browsers, so it takes a proof. */
const here = (): MethodSettings => ({ ...defaultMethodSettings, pushTo: device });

const shown = async () => (await extension.flows.showMethods(device)).view;
const set = (settings: MethodSettings, version = 0) =>
  extension.flows.setMethods({ device, version, settings });
const step = (wanted: string) => extension.until(async () => (await tabs.step()) === wanted);

/** The other browser changes them as its own extension would. */
async function setAtDesk(settings: MethodSettings, version = 0): Promise<void> {
  const reply = await desk.call('PUT', pathTo('deviceMethods'), {
    body: { settings, stepUp: null },
    headers: { 'If-Match': `"${version}"` },
  });
  expect(reply.status).toBe(200);
}

describe('the methods of an account', () => {
  it('are those that the service knows', async () => {
    const { view, knownSince } = await extension.flows.showMethods(device);
    expect(knownSince).toBeNull();
    expect(view).toMatchObject({ version: 0, settings: defaultMethodSettings });
    expect(view.methods.find(({ method }) => method === 'push')).toMatchObject({
      enrolled: true,
      ready: true,
    });
    expect(view.methods.find(({ method }) => method === 'security_key')).toMatchObject({
      enrolled: false,
      why: 'method_missing',
    });
    expect(view.browsers).toEqual([
      { device, name: 'Chrome on Linux', here: true },
      { device: desk.id, name: 'Desk', here: false },
    ]);
    expect(view.applications).toMatchObject([{ name: 'Campus Portal' }]);
  });

  it('are read-only while the service is away, as they were known last', async () => {
    await set(quiet);
    await stage.service.away(async () => {
      const { view, knownSince } = await extension.flows.showMethods(device);
      expect(view).toMatchObject({ version: 1, settings: quiet });
      expect(knownSince).toBe(extension.browser.now());
      await expect(set(defaultMethodSettings, 1)).rejects.toMatchObject({ code: 'settings_offline' });
    });
    expect(await extension.flows.showMethods(device)).toMatchObject({
      view: { version: 1 },
      knownSince: null,
    });
  });

  it('are no matter of a browser that is no longer paired', async () => {
    await shown();
    const { floor, devices } = stage.service.rooms;
    await floor.db.write((tx) => devices.end(tx, device, { status: 'removed', reason: 'operator' }));
    await expect(shown()).rejects.toMatchObject({ code: 'device_unknown' });
  });
});

describe('a change of them', () => {
  it('is made at once where it weakens nothing', async () => {
    expect(await set(quiet)).toEqual({ proving: false });
    expect(await shown()).toMatchObject({ version: 1, settings: quiet });
    expect(await tabs.change()).toBeNull();
  });

  it.each(['not sent', 'answer lost'] as const)('is made over a network that fails: %s', async (fault) => {
    extension.faults.push(fault);
    expect(await set(quiet)).toEqual({ proving: false });
    expect(await shown()).toMatchObject({ version: 1, settings: quiet });
  });

  it('waits for a proof in a tab where it weakens security, and for no second one', async () => {
    expect(await set(here())).toEqual({ proving: true });
    await step('proving');
    expect(tabs.urlOf(tabs.newest())).toMatch(`${stage.service.origin}/step-up/`);
    expect(await shown()).toMatchObject({ version: 0 });
    await tabs.prove();
    await step('done');
    expect(await shown()).toMatchObject({ version: 1, settings: here() });
    expect(extension.browser.tabs.size).toBe(0);

    expect(await set({ ...here(), autoPush: false }, 1)).toEqual({ proving: false });
    expect(await set(here(), 2)).toEqual({ proving: true });
    await step('done');
    expect(await shown()).toMatchObject({ version: 3, settings: here() });
  });

  it('is given up with its tab', async () => {
    await set(here());
    await step('proving');
    await tabs.close();
    expect(await tabs.change()).toMatchObject({ step: 'failed', error: 'ceremony_closed' });
    expect(await shown()).toMatchObject({ version: 0 });
  });
});

describe('another browser', () => {
  it('that was faster makes a conflict, and its change stays', async () => {
    await shown();
    await setAtDesk(quiet);
    const late = { ...quiet, opensWith: { method: 'push' as const, device: null } };
    await expect(set(late)).rejects.toMatchObject({ code: 'version_conflict' });
    const { view } = await extension.flows.showMethods(device);
    expect(view).toMatchObject({ version: 1, settings: quiet });
    expect(await set(late, 1)).toEqual({ proving: false });
  });

  it('that was faster during the proof makes one as well', async () => {
    await set(here());
    await step('proving');
    await setAtDesk(quiet);
    await tabs.prove();
    await step('failed');
    expect(await tabs.change()).toMatchObject({ aim: { what: 'methods' }, error: 'version_conflict' });
    expect(await shown()).toMatchObject({ version: 1, settings: quiet });
  });

  it('is followed at once', async () => {
    extension.connect();
    extension.restart();
    // The first look may be that of the worker itself, which has just begun; those after it are not.
    for (const version of [0, 1, 2]) {
      const before = extension.browser.changes;
      await setAtDesk(quiet, version);
      await extension.until(() => extension.browser.changes > before);
      expect(await shown()).toMatchObject({ version: version + 1, settings: quiet });
    }
  });
});
