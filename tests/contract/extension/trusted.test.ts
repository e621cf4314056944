import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../lib/ports/clock.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { pathTo, routes } from '../../../lib/protocol/routes.ts';
import type { TestExtension } from '../../fakes/extension.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { openStepUp } from '../../fakes/step-up.ts';
import { pairedExtension } from './set-up.ts';

const HOURS = 48;

let stage: Stage;
let extension: TestExtension;
let device: DeviceId;
let name: string;
let people = 0;

beforeAll(async () => {
  stage = await startStage();
  await stage.service.setPolicy({ trustedBrowsers: { hours: HOURS } });
});
afterAll(() => stage.stop());
/** Each test has a person of its own. */
beforeEach(async () => {
  name = `person${++people}`;
  extension = await pairedExtension(stage.service, await stage.service.addUser(name));
  device = (await extension.overview()).accounts[0]?.device as DeviceId;
});

const recent = async () => (await extension.overview()).trusted;
const list = () => extension.flows.listTrusted(device);
const pass = (milliseconds: number) =>
  Promise.all([extension.browser.advance(milliseconds), stage.service.advance(milliseconds)]);

/** A prompt in a tab of this browser. */
async function open(): Promise<TestPrompt> {
  const prompt = await stage.site.begin(name);
  await extension.showPrompt(prompt);
  return prompt;
}

/** A sign-in with one click, and the answer that this browser is the person's own. */
async function trustThisBrowser(): Promise<void> {
  const prompt = await open();
  await prompt.post('promptPush');
  const { id } = await extension.waiting();
  await extension.flows.approvePush({ device, push: id });
  expect(await prompt.read()).toMatchObject({ state: 'approved', trust: { holder: 'key', hours: HOURS } });
  expect((await prompt.post('promptTrust', { trust: true })).status).toBe(200);
  await prompt.finish();
}

async function factorOf(prompt: TestPrompt): Promise<unknown> {
  const { body } = await stage.site.exchange(await prompt.finish());
  const [, claims = ''] = String(body.id_token).split('.');
  return JSON.parse(Buffer.from(claims, 'base64url').toString()).auth_context.factor;
}

describe('a trusted browser', () => {
  it('signs in without asking, and shows that it did for five minutes', async () => {
    await trustThisBrowser();
    expect(await recent()).toEqual([]);
    const prompt = await open();
    expect((await prompt.read()).state).toBe('approved');
    expect(await factorOf(prompt)).toBe('remembered_device');
    const [trusted] = await list();
    expect(await recent()).toEqual([
      { device, application: 'Campus Portal', until: trusted?.until, at: extension.browser.now() },
    ]);
    expect(extension.browser.badge.text).toBe('');
    await pass(5 * MINUTE);
    expect(await recent()).toEqual([]);
  });

  it('passes twenty prompts that open at once', async () => {
    await trustThisBrowser();
    const prompts = await Promise.all(Array.from({ length: 20 }, open));
    const states = await Promise.all(prompts.map(async (prompt) => (await prompt.read()).state));
    expect(new Set(states)).toEqual(new Set(['approved']));
    expect(await recent()).toHaveLength(1);
    expect(await list()).toHaveLength(1);
    expect((await extension.overview()).accounts).toMatchObject([{ status: 'active' }]);
  });

  it('asks again once its time is up', async () => {
    await trustThisBrowser();
    await pass(HOURS * HOUR);
    expect((await (await open()).read()).state).not.toBe('approved');
    expect(await recent()).toEqual([]);
    expect(await list()).toEqual([]);
  });

  it('passes nothing where the prompt is open in another browser, by its address alone', async () => {
    await trustThisBrowser();
    const { transaction, challenge } = await stage.site.begin(name);
    const { origin } = stage.service;
    const lured = { transaction: transaction as never, challenge, tab: 99, origin };
    await expect(extension.flows.provePresence(lured)).rejects.toMatchObject({ code: 'presence_refused' });
    expect(await recent()).toEqual([]);
  });
});

describe('the list', () => {
  it('shows this browser, and forgets it', async () => {
    expect(await list()).toEqual([]);
    await trustThisBrowser();
    const [trusted] = await list();
    if (!trusted) throw new Error('nothing is trusted');
    expect(trusted).toMatchObject({ holder: 'key', here: true, application: 'Campus Portal' });
    expect(trusted.until - trusted.since).toBe(HOURS * HOUR);
    const others = await extension.flows.forgetTrusted({ device, what: { which: 'others' } });
    expect(others).toMatchObject([{ id: trusted.id }]);
    const left = await extension.flows.forgetTrusted({ device, what: { which: 'one', id: trusted.id } });
    expect(left).toEqual([]);
    expect((await (await open()).read()).state).not.toBe('approved');
  });

  it.each(['not sent', 'answer lost'] as const)(
    'is forgotten over a network that fails: %s',
    async (fault) => {
      await trustThisBrowser();
      extension.faults.push(fault);
      expect(await extension.flows.forgetTrusted({ device, what: { which: 'all' } })).toEqual([]);
      expect(await list()).toEqual([]);
    },
  );

  it('is out of reach, in words', async () => {
    const { browser } = extension;
    const { answer } = browser;
    browser.answer = (call) =>
      call.url.endsWith(routes.deviceTrustedBrowsers) ? Promise.reject(new TypeError()) : answer(call);
    await expect(list()).rejects.toMatchObject({ code: 'unreachable' });
    browser.answer = answer;
    expect(await list()).toEqual([]);
  });

  it('says why there is none any more, once the browser was suspended', async () => {
    await trustThisBrowser();
    const { floor, devices } = stage.service.rooms;
    await floor.db.write((tx) => devices.end(tx, device, { status: 'suspended', reason: 'forked' }));
    await expect(list()).rejects.toMatchObject({ code: 'device_suspended' });
    expect((await extension.overview()).accounts).toMatchObject([{ status: 'device_suspended' }]);
    await expect(open()).rejects.toMatchObject({ code: 'not_paired' });
  });
});

describe('the portal', () => {
  it('opens in a tab whose prompt leads there', async () => {
    await extension.flows.openPortal(device);
    const [tab] = [...extension.browser.tabs.values()];
    expect(tab?.url).toMatch(`${stage.service.origin}${pathTo('stepUp', '')}`);
    const { prompt } = await openStepUp(stage, tab?.url ?? '');
    expect(await prompt?.read()).toMatchObject({ leadsTo: 'portal', trust: null });
    expect(await extension.flows.showChange()).toBeNull();
  });

  it('is not opened by trust', async () => {
    await trustThisBrowser();
    await extension.flows.openPortal(device);
    const [tab, url] = [...extension.browser.tabs].map(([id, { url }]) => [id, url] as const).at(-1) ?? [];
    const { prompt } = await openStepUp(stage, url ?? '');
    if (!prompt) throw new Error('the step-up did not open');
    await extension.showPrompt(prompt, tab);
    expect((await prompt.read()).state).not.toBe('approved');
    expect(await recent()).toEqual([]);
  });
});
