import { openDB } from 'idb';
import { describe, expect, it } from 'vitest';
import type { HttpCall } from '../../../lib/ports/http.ts';
import type { ApplicationId } from '../../../lib/protocol/ids.ts';
import {
  defaultMethodSettings,
  type MethodSettings,
  type MethodsView,
} from '../../../lib/protocol/methods.ts';
import { routes } from '../../../lib/protocol/routes.ts';
import { type Answer, openPaired } from './paired-browser.ts';
import { device } from './requests.ts';

const view: MethodsView = {
  version: 3,
  settings: defaultMethodSettings,
  methods: [{ method: 'push', enrolled: true, ready: true, why: null, strength: 2, devices: ['Laptop'] }],
  browsers: [{ device, name: 'Laptop', here: true }],
  applications: [],
  autoPush: true,
};
const settings: MethodSettings = { ...defaultMethodSettings, opensWith: { method: 'passcode' } };
const wish = { device, version: 3, settings };

/** A service with one version of the settings, which a write replaces if it saw that one. */
function keeping(told: MethodsView) {
  let kept = told;
  const puts: HttpCall[] = [];
  const answer: Answer = (call) => {
    if (call.path !== routes.deviceMethods) return {};
    if (call.method === 'GET') return kept;
    puts.push(call);
    if (call.headers['If-Match'] !== `"${kept.version}"`) return 'version_conflict';
    kept = { ...kept, version: kept.version + 1, settings: JSON.parse(call.body ?? '').settings };
    return kept;
  };
  const change = (next: MethodsView): void => {
    kept = next;
  };
  return { answer, puts, kept: () => kept, change };
}

/** The n-th write of methods gets no answer, though it arrives. */
function losing(answer: Answer, lost: number): Answer {
  let writes = 0;
  return (call) => {
    const told = answer(call);
    return call.method === 'PUT' && ++writes === lost ? undefined : told;
  };
}

describe('the methods of an account', () => {
  it('are shown as the service tells them now', async () => {
    const { flows, browser } = await openPaired(keeping(view).answer);
    expect(await flows.showMethods(device)).toEqual({ view, knownSince: null });
    expect(browser.calls).toMatchObject([{ method: 'GET', body: null, credentials: 'omit' }]);
    expect(browser.calls[0]?.headers).not.toHaveProperty('If-Match');
  });

  it('are shown as they were last known, by the next worker too, while the service is out of reach', async () => {
    const { answer, change } = keeping(view);
    let away = false;
    const paired = await openPaired((call) => (away ? undefined : answer(call)));
    await paired.flows.showMethods(device);
    change({ ...view, version: 4 });
    await paired.browser.advance(1_000);
    const since = paired.browser.now();
    await paired.flows.showMethods(device);
    away = true;
    await paired.browser.advance(60_000);
    const known = { view: { ...view, version: 4 }, knownSince: since };
    expect(await paired.flows.showMethods(device)).toEqual(known);
    expect(await paired.restart().showMethods(device)).toEqual(known);
    away = false;
    expect(await paired.flows.showMethods(device)).toMatchObject({ knownSince: null });
  });

  it('are unreachable where nothing was known before', async () => {
    const { flows } = await openPaired(() => undefined);
    await expect(flows.showMethods(device)).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('are not shown from before to a browser that is no longer paired, or may not ask', async () => {
    let told: Answer = keeping(view).answer;
    const { flows, browser } = await openPaired((call) => told(call));
    await flows.showMethods(device);
    browser.granted.clear();
    told = () => undefined;
    await expect(flows.showMethods(device)).rejects.toMatchObject({ code: 'permission_missing' });
    told = () => 'device_unknown';
    await expect(flows.showMethods(device)).rejects.toMatchObject({ code: 'device_unknown' });
  });

  it('are forgotten with the account, also where an answer comes later', async () => {
    const late = Promise.withResolvers<void>();
    const { answer } = keeping(view);
    const paired = await openPaired(answer);
    await paired.flows.showMethods(device);
    const { ports } = paired;
    const { send } = ports.http;
    ports.http.send = async (call) => {
      const reply = await send(call);
      await late.promise;
      return reply;
    };
    const asked = paired.flows.showMethods(device);
    await paired.browser.advance(0);
    await paired.flows.forgetAccount(device);
    late.resolve();
    await asked;
    await expect(paired.flows.showMethods(device)).rejects.toMatchObject({ code: 'not_paired' });
    const database = await openDB('countersign');
    expect(await database.getAll('methods')).toEqual([]);
    database.close();
  });
});

describe('a change of them', () => {
  it('names the version that was seen, and our open pages hear of it', async () => {
    const { answer, puts, kept } = keeping(view);
    const { flows, browser } = await openPaired(answer);
    const before = browser.changes;
    expect(await flows.setMethods(wish)).toEqual({ proving: false });
    expect(puts).toMatchObject([{ method: 'PUT', body: JSON.stringify({ settings, stepUp: null }) }]);
    expect(puts[0]?.headers).toMatchObject({ 'If-Match': '"3"' });
    expect(kept()).toMatchObject({ version: 4, settings });
    expect(browser.changes).toBeGreaterThan(before);
    expect(await flows.showChange()).toBeNull();
  });

  it('is what is shown later, while the service is out of reach', async () => {
    const { answer, kept } = keeping(view);
    let away = false;
    const { flows } = await openPaired((call) => (away ? undefined : answer(call)));
    await flows.setMethods(wish);
    away = true;
    expect(await flows.showMethods(device)).toMatchObject({ view: kept() });
  });

  it('is refused where they were changed meanwhile, and changes nothing', async () => {
    const { answer, kept } = keeping({ ...view, version: 4 });
    const { flows } = await openPaired(answer);
    await expect(flows.setMethods(wish)).rejects.toMatchObject({ code: 'version_conflict' });
    expect(kept()).toEqual({ ...view, version: 4 });
  });

  it('is done where the first answer was lost, whatever order the service keeps', async () => {
    const one = { application: `DI${'A'.repeat(18)}` as ApplicationId, opensWith: null, autoPush: false };
    const two = { ...one, application: `DI${'B'.repeat(18)}` as ApplicationId, autoPush: null };
    const { answer, kept, change } = keeping(view);
    const sorted: Answer = (call) => {
      const told = answer(call);
      const { settings } = kept();
      change({ ...kept(), settings: { ...settings, applications: settings.applications.toReversed() } });
      return told;
    };
    const { flows } = await openPaired(losing(sorted, 1));
    const both = { ...wish, settings: { ...settings, applications: [one, two] } };
    expect(await flows.setMethods(both)).toEqual({ proving: false });
    expect(kept()).toMatchObject({ version: 4 });
  });

  it('is not taken for done where somebody else changed something after a lost answer', async () => {
    const { answer, kept, change } = keeping(view);
    const lossy = losing(answer, 1);
    const { flows } = await openPaired((call) => {
      const told = lossy(call);
      if (told === undefined) change({ ...kept(), version: 5, settings: { ...settings, pushTo: 'last' } });
      return told;
    });
    await expect(flows.setMethods(wish)).rejects.toMatchObject({ code: 'version_conflict' });
    expect(kept()).toMatchObject({ version: 5, settings: { pushTo: 'last' } });
  });

  it.each([
    [undefined, 'settings_offline'],
    ['version_missing', 'version_missing'],
    ['bad_request', 'bad_request'],
    ['device_suspended', 'device_suspended'],
  ])('that is answered by %j is refused as %s, and asks for no proof', async (told, code) => {
    const { flows, browser } = await openPaired(() => told);
    await expect(flows.setMethods(wish)).rejects.toMatchObject({ code });
    expect(await flows.showChange()).toBeNull();
    expect(browser.tabs.size).toBe(0);
  });
});
