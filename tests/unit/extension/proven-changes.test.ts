import { describe, expect, it } from 'vitest';
import type { Flows } from '../../../lib/flows/flows.ts';
import type { HttpCall } from '../../../lib/ports/http.ts';
import type { DeviceId, TransactionId } from '../../../lib/protocol/ids.ts';
import {
  defaultMethodSettings,
  type MethodSettings,
  type MethodsView,
} from '../../../lib/protocol/methods.ts';
import { pathTo, routes } from '../../../lib/protocol/routes.ts';
import { until } from '../../fakes/ports.ts';
import { type Answer, ORIGIN, openPaired } from './paired-browser.ts';
import { device } from './requests.ts';

const other = `DB${'B'.repeat(18)}` as DeviceId;
const stepUp = 's'.repeat(22) as TransactionId;
const settings: MethodSettings = { ...defaultMethodSettings, opensWith: { method: 'passcode' } };
const weakening = { device, version: 3, settings };
const removing = { device, browser: other };
const bodyOf = (call: HttpCall) => JSON.parse(call.body ?? '{}');

/** A service that makes each of these changes for a proof only; `odd` answers in its place what it answers at all. */
function playService(odd: Answer = () => 'not_paired') {
  const removed: string[] = [];
  let links = 0;
  let view: MethodsView = {
    version: 3,
    settings: defaultMethodSettings,
    methods: [],
    browsers: [],
    applications: [],
    autoPush: true,
  };
  const changeTo = (settings: MethodSettings): object => {
    view = { ...view, version: view.version + 1, settings };
    return view;
  };
  const proven = (call: HttpCall, make: () => object | string) =>
    bodyOf(call).stepUp === stepUp ? make() : 'step_up_needed';
  const paths: Record<string, Answer> = {
    [routes.deviceStepUps]: () => ({ transaction: stepUp, url: `${ORIGIN}/step-up/secret` }),
    [routes.deviceMethods]: (call) => {
      if (call.method === 'GET') return view;
      if (call.headers['If-Match'] !== `"${view.version}"`) return 'version_conflict';
      return proven(call, () => changeTo(bodyOf(call).settings));
    },
    [routes.deviceInviting]: (call) =>
      proven(call, () => ({ link: `${ORIGIN}/invitation#${++links}`, expiresAt: 1 })),
    [pathTo('deviceBrowserRemoval', other)]: (call) =>
      proven(call, () => (removed.includes(other) ? 'not_found' : { count: removed.push(other) })),
  };
  const answer: Answer = (call) => {
    const told = odd(call);
    return told === 'not_paired' ? (paths[call.path]?.(call) ?? {}) : told;
  };
  return { answer, removed, links: () => links, view: () => view, changeTo };
}

const OVER: readonly unknown[] = [undefined, 'ready', 'done', 'failed'];

/** Pressing the button, and whatever there is to do until nothing is left to do. */
async function carryOut(flows: Flows, { browser }: Paired, begin: () => Promise<unknown>) {
  await begin();
  const step = async () => (await flows.showChange())?.step;
  await until(async () => {
    if (OVER.includes(await step())) return true;
    // The page on which a step-up ends reports itself.
    for (const tab of browser.tabs.keys())
      await flows.stepUpConfirmed({ transaction: stepUp, tab, origin: ORIGIN }).catch(() => undefined);
    return false;
  });
  return step();
}
type Paired = Awaited<ReturnType<typeof openPaired>>;

/** Answers one route so. */
const at =
  (path: string, told: Answer): Answer =>
  (call) =>
    call.path === path ? told(call) : 'not_paired';

describe('a change that weakens security', () => {
  it('asks in a tab who is there, and then goes on by itself', async () => {
    const service = playService();
    const paired = await openPaired(service.answer);
    const { flows, browser } = paired;
    expect(await flows.setMethods(weakening)).toEqual({ proving: true });
    await until(async () => (await flows.showChange())?.step === 'proving');
    expect([...browser.tabs.values()].map(({ url }) => url)).toEqual([`${ORIGIN}/step-up/secret`]);
    expect(service.view()).toMatchObject({ version: 3 });
    expect(await carryOut(flows, paired, async () => {})).toBe('done');
    expect(service.view()).toMatchObject({ version: 4, settings });
    expect(browser.tabs.size).toBe(0);
    const purposes = browser.calls.filter(({ url }) => url.endsWith(routes.deviceStepUps)).map(bodyOf);
    expect(purposes).toEqual([{ purpose: 'methods_change' }]);
  });

  it('asks for no second proof while the first is good', async () => {
    const service = playService();
    const paired = await openPaired(service.answer);
    await carryOut(paired.flows, paired, () => paired.flows.setMethods(weakening));
    const again = { ...weakening, version: 4, settings: defaultMethodSettings };
    expect(await carryOut(paired.flows, paired, () => paired.flows.setMethods(again))).toBe('done');
    expect(service.view()).toMatchObject({ version: 5, settings: defaultMethodSettings });
    expect(paired.browser.calls.filter(({ url }) => url.endsWith(routes.deviceStepUps))).toHaveLength(1);
  });

  it('ends in a conflict where another browser was faster, and changes nothing', async () => {
    const service = playService();
    const paired = await openPaired(service.answer);
    const { flows } = paired;
    await flows.setMethods(weakening);
    const faster = { ...defaultMethodSettings, autoPush: false };
    service.changeTo(faster);
    expect(await carryOut(flows, paired, async () => {})).toBe('failed');
    expect(await flows.showChange()).toMatchObject({ aim: { what: 'methods' }, error: 'version_conflict' });
    expect(service.view()).toMatchObject({ version: 4, settings: faster });
    expect(paired.browser.tabs.size).toBe(0);
  });
});

describe('removing another browser', () => {
  it.each([
    ['at once', () => 'not_paired'],
    ['where it was gone already', at(pathTo('deviceBrowserRemoval', other), () => 'not_found')],
  ] as const)('is done %s', async (_when, odd) => {
    const paired = await openPaired(playService(odd).answer);
    expect(await carryOut(paired.flows, paired, () => paired.flows.removeBrowser(removing))).toBe('done');
    expect(paired.browser.tabs.size).toBe(0);
  });

  it('says why the last way to sign in stays', async () => {
    const odd = at(pathTo('deviceBrowserRemoval', other), () => 'last_method');
    const paired = await openPaired(playService(odd).answer);
    expect(await carryOut(paired.flows, paired, () => paired.flows.removeBrowser(removing))).toBe('failed');
    expect(await paired.flows.showChange()).toMatchObject({ error: 'last_method' });
  });
});

describe('a link for a new browser', () => {
  const link = (number: number) => ({ link: `${ORIGIN}/invitation#${number}`, expiresAt: 1 });
  const ready = async (paired: Paired, replaces: DeviceId | null = null) =>
    expect(await carryOut(paired.flows, paired, () => paired.flows.addBrowser({ device, replaces }))).toBe(
      'ready',
    );

  it.each([null, other])(
    'is made for the page that asks, once, and says what it replaces: %s',
    async (replaces) => {
      const paired = await openPaired(playService().answer);
      const { flows, browser, ports } = paired;
      await ready(paired, replaces);
      expect(browser.tabs.size).toBe(0);
      const made = await Promise.allSettled([1, 2, 3].map(() => flows.inviteBrowser(device)));
      expect(made.filter(({ status }) => status === 'fulfilled')).toMatchObject([{ value: link(1) }]);
      const sent = browser.calls.filter(({ url }) => url.endsWith(routes.deviceInviting)).map(bodyOf);
      expect(sent).toEqual([{ stepUp, replaces }]);
      expect(await flows.showChange()).toMatchObject({ step: 'done' });
      expect(JSON.stringify(await ports.session.all(''))).not.toContain('invitation#');
    },
  );

  it('is made again where the first answer was lost', async () => {
    let calls = 0;
    const service = playService(at(routes.deviceInviting, () => (++calls === 1 ? undefined : 'not_paired')));
    const paired = await openPaired(service.answer);
    await ready(paired);
    expect(await paired.flows.inviteBrowser(device)).toEqual(link(1));
  });

  it('is not taken from anywhere but the service', async () => {
    const odd = at(routes.deviceInviting, () => ({
      link: 'https://evil.example/invitation#1',
      expiresAt: 1,
    }));
    const paired = await openPaired(playService(odd).answer);
    await ready(paired);
    const untrusted = 'service_untrusted';
    await expect(paired.flows.inviteBrowser(device)).rejects.toMatchObject({ code: untrusted });
    expect(await paired.flows.showChange()).toMatchObject({ step: 'ready', error: untrusted });
  });

  it('is made by no proof that was for something else', async () => {
    const paired = await openPaired(playService().answer);
    const { flows } = paired;
    const refused = { code: 'step_up_needed' };
    expect(await carryOut(flows, paired, () => flows.beginPrinting(device))).toBe('ready');
    await expect(flows.inviteBrowser(device)).rejects.toMatchObject(refused);
    await ready(paired);
    await expect(flows.makePrinted(device)).rejects.toMatchObject(refused);
    await expect(flows.inviteBrowser(other)).rejects.toMatchObject(refused);
  });
});

describe('a worker that is stopped at any moment', () => {
  const cases = {
    'weakens once': {
      begin: (flows: Flows) => flows.setMethods(weakening),
      end: 'done',
      holds: ({ view }: Played) => expect(view()).toMatchObject({ version: 4, settings }),
    },
    'removes a browser': {
      begin: (flows: Flows) => flows.removeBrowser(removing),
      end: 'done',
      holds: ({ removed }: Played) => expect(removed).toEqual([other]),
    },
    'makes no link that nobody sees': {
      begin: (flows: Flows) => flows.addBrowser({ device, replaces: null }),
      end: 'ready',
      holds: ({ links }: Played) => expect(links()).toBe(0),
    },
  };
  type Played = ReturnType<typeof playService>;

  it.each(Object.entries(cases))('%s', async (_what, { begin, end, holds }) => {
    let survived = false;
    for (let life = 0; !survived; life += 1) {
      const service = playService();
      const paired = await openPaired(service.answer);
      const { flows, died } = paired.mortal(life);
      const lived = carryOut(flows, paired, () => begin(flows));
      survived = (await Promise.race([died, lived])) !== 'died';
      const next = paired.restart();
      await next.startUp();
      // Somebody who finds nothing under way presses the button again, if it is not done.
      const again = async () => {
        if (!(await next.showChange()) && service.view().version === 3) await begin(next);
      };
      expect(await carryOut(next, paired, again)).toBe(end);
      holds(service);
      expect(life).toBeLessThan(200);
    }
  });
});
