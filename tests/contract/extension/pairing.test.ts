import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Flows } from '../../../lib/flows/flows.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { openExtension, type TestExtension } from '../../fakes/extension.ts';
import { startTestService, type TestService } from '../../fakes/service.ts';
import { devicesOf, eventsOf, mustClaim, newDevice } from '../enrolment/set-up.ts';
import { invitationOf, pairExtension, pairedExtension } from './set-up.ts';

let service: TestService;
let people = 0;
let user: UserId;
let extension: TestExtension;
let page: Awaited<ReturnType<typeof invitationOf>>;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  user = await service.addUser(`person${++people}`);
  page = await invitationOf(service, user);
  extension = openExtension(service);
});

const step = async () => (await extension.overview()).pairing?.step;
const compare = async () => {
  await extension.flows.offerPairing(page.link);
  extension.browser.granted.add(extension.host);
  await extension.flows.startPairing();
  await extension.until(async () => (await step()) === 'compare');
};

describe('pairing', () => {
  it('shows the page’s digits, and ends with an account that listens and recognises prompts', async () => {
    expect(await extension.flows.offerPairing(page.link)).toEqual({ origin: service.origin });
    expect(await step()).toBe('permission');
    extension.browser.granted.add(extension.host);
    await extension.flows.startPairing();
    await extension.until(async () => (await step()) === 'compare');
    const { pairing } = await extension.overview();
    expect(pairing).toMatchObject({ origin: service.origin, username: `person${people}` });
    expect(pairing?.digits).toBe((await page.state()).digits);

    await extension.flows.answerPairing(true);
    await extension.until(async () => (await page.state()).deviceConfirmed);
    expect(await step()).toBe('waiting');
    expect((await extension.overview()).accounts).toEqual([]);
    await page.answer(true);
    await extension.until(async () => (await extension.overview()).accounts.length === 1);

    const [device] = await devicesOf(service, user);
    const { accounts } = await extension.overview();
    expect(accounts[0]).toMatchObject({
      device: device?.id,
      status: 'active',
      deviceName: 'Chrome on Linux',
    });
    expect([...extension.browser.scripts.values()]).toEqual(['https://localhost/prompt/*']);
    expect(extension.browser.sockets).toHaveLength(1);
  });

  it('injects the script into prompts that are open already, but not into a private window', async () => {
    const tab = { url: 'https://localhost/prompt/x', defaultCookies: true, prompt: null };
    extension.browser.tabs.set(1, { ...tab, id: 1, incognito: false });
    extension.browser.tabs.set(2, { ...tab, id: 2, incognito: true });
    await pairExtension(extension, page);
    expect(extension.browser.injected).toEqual([1]);
  });

  it('waits for the browser’s permission', async () => {
    await extension.flows.offerPairing(page.link);
    await expect(extension.flows.startPairing()).rejects.toMatchObject({ code: 'permission_missing' });
    expect(await step()).toBe('permission');
    expect((await page.state()).state).toBe('open');
  });

  it('claims once, however many events say that the permission stands', async () => {
    await extension.flows.offerPairing(page.link);
    extension.browser.granted.add(extension.host);
    await Promise.all(Array.from({ length: 5 }, () => extension.flows.startPairing()));
    await extension.until(async () => (await step()) === 'compare');
    const claims = extension.browser.calls.filter(({ url }) => url.endsWith('/device/v1/pairings'));
    expect(claims).toHaveLength(1);
    expect((await page.state()).contested).toBe(false);
  });

  it('ends on both sides when the digits do not match here', async () => {
    await compare();
    await extension.flows.answerPairing(false);
    await extension.until(async () => (await step()) === 'failed');
    expect((await extension.overview()).pairing?.error).toBe('pairing_refused');
    expect((await page.state()).state).toBe('refused');
    expect(await devicesOf(service, user)).toEqual([]);
    expect(await eventsOf(service, user, true)).toContain('pairing.mismatch');
  });

  it('notices when they do not match on the page', async () => {
    await compare();
    await page.answer(false);
    await extension.until(async () => (await step()) === 'failed');
    expect((await extension.overview()).accounts).toEqual([]);
  });

  it('says so when another browser was faster', async () => {
    await mustClaim(newDevice(service), page.link);
    await extension.flows.offerPairing(page.link);
    extension.browser.granted.add(extension.host);
    await extension.flows.startPairing();
    await extension.until(async () => (await step()) === 'failed');
    expect((await extension.overview()).pairing?.error).toBe('activation_used');
  });

  it('says so when the service is out of reach, and takes the same link again', async () => {
    extension.faults.push('not sent');
    await extension.flows.offerPairing(page.link);
    extension.browser.granted.add(extension.host);
    await extension.flows.startPairing();
    await extension.until(async () => (await step()) === 'failed');
    expect((await extension.overview()).pairing?.error).toBe('unreachable');
    await pairExtension(extension, page);
    expect((await extension.overview()).accounts).toHaveLength(1);
  });

  it('is put away by cancelling', async () => {
    await compare();
    await extension.flows.cancelPairing();
    expect((await extension.overview()).pairing).toBeNull();
    await expect(extension.flows.answerPairing(true)).rejects.toMatchObject({ code: 'pairing_state' });
  });

  it('forgets the code with the browser’s session', async () => {
    await extension.flows.offerPairing(page.link);
    expect(JSON.stringify(await extension.ports.session.all(''))).toContain(new URL(page.link).hash.slice(1));
    await extension.flows.cancelPairing();
    expect(await extension.ports.session.all('activation')).toEqual({});
  });
});

describe('a worker that is stopped while pairing', () => {
  /** One thing that the person, or an event, does next. */
  async function next(flows: Flows): Promise<boolean> {
    const { pairing, accounts } = await flows.showOverview();
    if (accounts.length > 0) return true;
    if (pairing === null) await flows.offerPairing(page.link);
    if (pairing?.step === 'permission') await flows.startPairing();
    if (pairing?.step === 'compare') {
      await flows.answerPairing(true);
      await page.answer(true);
    }
    if (pairing?.step === 'failed') throw new Error(`failed: ${pairing.error}`);
    await extension.moment();
    return false;
  }

  it('goes on wherever it was', async () => {
    for (let life = 0, survived = false; !survived; life += 1) {
      user = await service.addUser(`mortal${life}`);
      page = await invitationOf(service, user);
      extension = openExtension(service);
      extension.browser.granted.add(extension.host);
      const { flows, died } = extension.mortal(life);
      const lived = (async () => {
        while (!(await next(flows)));
        return 'lived' as const;
      })();
      survived = (await Promise.race([died, lived])) === 'lived';
      extension.restart();
      await extension.until(() => next(extension.flows));
      expect(await devicesOf(service, user)).toHaveLength(1);
      expect(await eventsOf(service, user, true)).toEqual([]);
      expect(life).toBeLessThan(200);
    }
  });
});

describe('unpairing', () => {
  it('refuses the only browser, and keeps everything', async () => {
    await pairExtension(extension, page);
    const [account] = (await extension.overview()).accounts;
    if (!account) throw new Error('not paired');
    await expect(extension.flows.unpair(account.device)).rejects.toMatchObject({ code: 'last_method' });
    expect((await extension.overview()).accounts).toHaveLength(1);
    expect(extension.browser.granted.has(extension.host)).toBe(true);
  });

  it('forgets keys, script and permission with the last account of a host', async () => {
    await pairedExtension(service, user);
    extension = openExtension(service);
    await pairExtension(extension, await invitationOf(service, user));
    const [account] = (await extension.overview()).accounts;
    if (!account) throw new Error('not paired');
    await extension.flows.unpair(account.device);
    expect((await extension.overview()).accounts).toEqual([]);
    expect(extension.browser.scripts.size).toBe(0);
    expect(extension.browser.granted.size).toBe(0);
    expect(extension.browser.sockets.at(-1)?.closed).toBe(true);
    expect(await devicesOf(service, user)).toHaveLength(1);
  });

  it('learns that the desk removed it, stops, and can be forgotten or paired anew', async () => {
    await pairExtension(extension, page);
    const [account] = (await extension.overview()).accounts;
    if (!account) throw new Error('not paired');
    await service.rooms.floor.db.write((tx) =>
      service.rooms.devices.end(tx, account.device, { status: 'removed', reason: 'desk' }),
    );
    // The stream may have told it first; then there is nobody left to refresh.
    await extension.flows.refreshAll().catch((refusal) => expect(refusal.code).toBe('device_unknown'));
    await expect.poll(async () => (await extension.overview()).accounts[0]?.status).toBe('device_unknown');
    await expect.poll(() => extension.browser.badge.text).toBe('!');
    await expect.poll(() => extension.browser.sockets.at(-1)?.closed).toBe(true);

    await pairExtension(extension, await invitationOf(service, user));
    const { accounts } = await extension.overview();
    expect(accounts).toMatchObject([{ status: 'active' }]);
    expect(accounts[0]?.device).not.toBe(account.device);
  });
});
