import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { routes } from '../../../lib/protocol/routes.ts';
import type { TestExtension } from '../../fakes/extension.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { type KeyTabs, openKeyTabs } from './key-tabs.ts';
import { pairedExtension } from './set-up.ts';

let stage: Stage;
let extension: TestExtension;
let tabs: KeyTabs;
let device: DeviceId;
let name: string;
let people = 0;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());
beforeEach(async () => {
  name = `person${++people}`;
  extension = await pairedExtension(stage.service, await stage.service.addUser(name));
  tabs = openKeyTabs(stage, extension);
  device = (await extension.overview()).accounts[0]?.device as DeviceId;
});

const step = (wanted: string) => extension.until(async () => (await tabs.step()) === wanted);

/** The person has just proven that it is them. */
async function readyToPrint(): Promise<void> {
  await extension.flows.beginPrinting(device);
  await tabs.prove();
  await step('ready');
}

async function signIn(passcode: string | undefined): Promise<number> {
  return (await (await stage.site.begin(name)).post('promptPasscode', { passcode })).status;
}

describe('printed codes', () => {
  it('are made after a proof, shown once, and sign in', async () => {
    expect(await extension.flows.showPrinted(device)).toEqual({ left: 0, madeAt: null });
    await extension.flows.beginPrinting(device);
    await step('proving');
    const tab = tabs.newest();
    await tabs.prove();
    await step('ready');
    expect(await tabs.change()).toMatchObject({ device, aim: { what: 'print' }, error: null });
    expect(extension.browser.tabs.has(tab)).toBe(false);

    const { codes, madeAt } = await extension.flows.makePrinted(device);
    expect(new Set(codes).size).toBe(10);
    expect(await tabs.step()).toBe('done');
    expect(await extension.flows.showPrinted(device)).toEqual({ left: 10, madeAt });
    await expect(extension.flows.makePrinted(device)).rejects.toMatchObject({ code: 'step_up_needed' });
    const kept = JSON.stringify(await extension.ports.session.all(''));
    expect(codes.filter((code) => kept.includes(code))).toEqual([]);

    expect(await signIn(codes[3])).toBe(200);
    expect(await extension.flows.showPrinted(device)).toMatchObject({ left: 9 });
  });

  it('replace those before, under the same proof while it is good', async () => {
    await readyToPrint();
    const before = await extension.flows.makePrinted(device);
    await extension.flows.dismissChange();
    await extension.flows.beginPrinting(device);
    await step('ready');
    const { codes } = await extension.flows.makePrinted(device);
    expect(await signIn(before.codes[0])).not.toBe(200);
    expect(await signIn(codes[0])).toBe(200);
  });

  it('are made once, however often the page asks at once', async () => {
    await readyToPrint();
    const tries = await Promise.allSettled([1, 2, 3].map(() => extension.flows.makePrinted(device)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('need a proof', async () => {
    const refused = { code: 'step_up_needed' };
    await expect(extension.flows.makePrinted(device)).rejects.toMatchObject(refused);
    await extension.flows.beginPrinting(device);
    await step('proving');
    await expect(extension.flows.makePrinted(device)).rejects.toMatchObject(refused);
    await tabs.report(await tabs.follow());
    await step('ready');
    // The service knows better than a page that says so.
    await expect(extension.flows.makePrinted(device)).rejects.toMatchObject(refused);
    expect(await tabs.change()).toMatchObject({ step: 'failed', error: 'step_up_needed' });
    expect(await extension.flows.showPrinted(device)).toMatchObject({ left: 0 });
  });

  it('are for the account that was proven', async () => {
    await readyToPrint();
    const other = `DB${'A'.repeat(18)}` as DeviceId;
    await expect(extension.flows.makePrinted(other)).rejects.toMatchObject({ code: 'step_up_needed' });
    expect(await tabs.step()).toBe('ready');
  });

  it('ask for another proof where the service no longer takes an earlier one', async () => {
    await readyToPrint();
    await extension.flows.makePrinted(device);
    await stage.service.advance(6 * MINUTE);
    await extension.flows.beginPrinting(device);
    await step('ready');
    await expect(extension.flows.makePrinted(device)).rejects.toMatchObject({ code: 'step_up_needed' });
    await step('proving');
    await tabs.prove();
    await step('ready');
    expect((await extension.flows.makePrinted(device)).codes).toHaveLength(10);
  });

  it('can be asked for again when the answer is lost, and only the later ones count', async () => {
    await readyToPrint();
    const { answer } = extension.browser;
    const lost: string[] = [];
    let losses = 2;
    extension.browser.answer = async (call) => {
      const reply = await answer(call);
      if (call.method !== 'POST' || !call.url.endsWith(routes.devicePrintedCodes) || losses === 0)
        return reply;
      losses -= 1;
      lost.push(...JSON.parse(reply.text).codes);
      throw new TypeError('Failed to fetch');
    };
    await expect(extension.flows.makePrinted(device)).rejects.toMatchObject({ code: 'unreachable' });
    expect(await tabs.change()).toMatchObject({ step: 'ready', error: 'unreachable' });
    const { codes } = await extension.flows.makePrinted(device);
    expect(lost).toHaveLength(20);
    expect(await signIn(lost[0])).not.toBe(200);
    expect(await signIn(codes[0])).toBe(200);
  });

  it('are asked for anew after the browser was closed at them', async () => {
    await extension.flows.beginPrinting(device);
    await step('proving');
    await tabs.close();
    expect(await tabs.change()).toMatchObject({ step: 'failed', error: 'ceremony_closed' });
  });

  it('are no matter of an account that is gone', async () => {
    await readyToPrint();
    await extension.flows.forgetAccount(device);
    expect(await tabs.change()).toBeNull();
    await expect(extension.flows.makePrinted(device)).rejects.toMatchObject({ code: 'step_up_needed' });
  });
});
