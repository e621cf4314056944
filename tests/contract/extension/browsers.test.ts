import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OWN_INVITATION_LIFE } from '../../../lib/protocol/browsers.ts';
import type { DeviceId, UserId } from '../../../lib/protocol/ids.ts';
import { pathTo, routes } from '../../../lib/protocol/routes.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { TestExtension } from '../../fakes/extension.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { devicesOf, mustClaim, mustOpen, newDevice, openInvitation } from '../enrolment/set-up.ts';
import { type KeyTabs, openKeyTabs } from './key-tabs.ts';
import { pairedExtension } from './set-up.ts';

let stage: Stage;
let extension: TestExtension;
let tabs: KeyTabs;
let user: UserId;
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
  user = await stage.service.addUser(`person${++people}`);
  extension = await pairedExtension(stage.service, user);
  tabs = openKeyTabs(stage, extension);
  device = (await extension.overview()).accounts[0]?.device as DeviceId;
  desk = await stage.pair('Desk', user);
});

const list = () => extension.flows.listBrowsers(device);
const names = async () => (await list()).map(({ name }) => name);
const step = (wanted: string) => extension.until(async () => (await tabs.step()) === wanted);
const stepUps = () => extension.browser.calls.filter(({ url }) => url.endsWith(routes.deviceStepUps));

/** A proof, and then the link. */
async function newLink(replaces: DeviceId | null = null): Promise<string> {
  await extension.flows.addBrowser({ device, replaces });
  await extension.until(async () => ['proving', 'ready'].includes((await tabs.step()) ?? ''));
  if ((await tabs.step()) === 'proving') await tabs.prove();
  await step('ready');
  return (await extension.flows.inviteBrowser(device)).link;
}

/** Pairs a browser with that link, both sides agreeing. */
async function pairBy(link: string, name: string): Promise<void> {
  const page = await mustOpen(stage.service, link);
  const claimed = await mustClaim(newDevice(stage.service), page.link, name);
  expect((await claimed.answer(true)).status).toBe(200);
  expect((await page.answer(true)).status).toBe(200);
}

describe('a person’s browsers', () => {
  it('are listed, this one among them', async () => {
    expect(await list()).toMatchObject([
      { device, name: 'Chrome on Linux', here: true },
      { device: desk.id, name: 'Desk', here: false },
    ]);
  });

  it('are renamed from any of them', async () => {
    await extension.flows.renameBrowser({ device, browser: desk.id as DeviceId, name: 'Library' });
    expect(await names()).toEqual(['Chrome on Linux', 'Library']);
    expect((await desk.inbox()).deviceName).toBe('Library');
    await extension.flows.renameBrowser({ device, browser: device, name: 'Laptop' });
    expect(await names()).toEqual(['Laptop', 'Library']);
    expect((await extension.overview()).accounts).toMatchObject([{ deviceName: 'Laptop' }]);
  });

  it('are nobody else’s', async () => {
    const stranger = await stage.pair('Stranger');
    const browser = stranger.id as DeviceId;
    const unknown = { code: 'not_found' };
    await expect(extension.flows.renameBrowser({ device, browser, name: 'Mine' })).rejects.toMatchObject(
      unknown,
    );
    expect((await stranger.inbox()).deviceName).toBe('Stranger');
  });
});

describe('removing one', () => {
  const remove = (browser = desk.id as DeviceId) => extension.flows.removeBrowser({ device, browser });

  it.each(['nothing', 'not sent', 'answer lost'] as const)(
    'ends its keys after a proof, over a network at fault: %s',
    async (fault) => {
      await remove();
      await step('proving');
      const { answer } = extension.browser;
      extension.browser.answer = (call) => {
        if (call.url.endsWith('/removal') && fault !== 'nothing') {
          extension.browser.answer = answer;
          extension.faults.push(fault);
        }
        return answer(call);
      };
      await tabs.prove();
      await step('done');
      expect(await names()).toEqual(['Chrome on Linux']);
      expect((await desk.call('GET', pathTo('deviceInbox'))).body.error).toBe('device_unknown');
      expect(extension.browser.tabs.size).toBe(0);
    },
  );

  it('takes a proof for each of them', async () => {
    const phone = await stage.pair('Phone', user);
    await remove();
    await tabs.prove();
    await step('done');
    await remove(phone.id as DeviceId);
    await tabs.prove();
    await step('done');
    expect(stepUps()).toHaveLength(2);
    expect(await names()).toEqual(['Chrome on Linux']);
  });
});

describe('a new browser', () => {
  it('joins by a link that is made once, for an hour', async () => {
    const link = await newLink();
    expect(await tabs.change()).toMatchObject({ aim: { what: 'addBrowser', replaces: null }, step: 'done' });
    await expect(extension.flows.inviteBrowser(device)).rejects.toMatchObject({ code: 'step_up_needed' });
    expect(JSON.stringify(await extension.ports.session.all(''))).not.toContain(new URL(link).hash);
    await pairBy(link, 'Phone');
    expect(await names()).toEqual(['Chrome on Linux', 'Desk', 'Phone']);
    expect((await openInvitation(stage.service, link)).refused).toBeDefined();
  });

  it('does not join by a link that ran out, or that a later one replaced', async () => {
    const first = await newLink();
    const second = await newLink();
    expect((await openInvitation(stage.service, first)).refused).toBeDefined();
    await stage.service.advance(OWN_INVITATION_LIFE);
    expect((await openInvitation(stage.service, second)).refused).toBeDefined();
  });

  it('takes the place of another, whose keys end when it is there and not before', async () => {
    const link = await newLink(desk.id as DeviceId);
    expect(await names()).toEqual(['Chrome on Linux', 'Desk']);
    await pairBy(link, 'Phone');
    expect(await names()).toEqual(['Chrome on Linux', 'Phone']);
    expect((await desk.call('GET', pathTo('deviceInbox'))).body.error).toBe('device_unknown');
  });

  it('takes the place of this one, which then says that it is no longer paired', async () => {
    await pairBy(await newLink(device), 'Phone');
    expect((await devicesOf(stage.service, user)).map(({ name }) => name)).toEqual(['Desk', 'Phone']);
    await expect(extension.flows.refreshAll()).rejects.toMatchObject({ code: 'device_unknown' });
    expect((await extension.overview()).accounts).toMatchObject([{ status: 'device_unknown' }]);
  });
});
