import { describe, expect, it } from 'vitest';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { openPaired } from './paired-browser.ts';
import { device } from './requests.ts';

describe('other browsers of the person', () => {
  const other = `DB${'B'.repeat(18)}` as DeviceId;
  const laptop = { device, name: 'Laptop', here: true, createdAt: 1, usedLast: true };
  const desk = { device: other, name: 'Desk', here: false, createdAt: 2, usedLast: false };

  it('are listed as the service tells them now', async () => {
    const { flows, browser } = await openPaired(() => ({ browsers: [laptop, desk] }));
    expect(await flows.listBrowsers(device)).toEqual([laptop, desk]);
    expect(browser.calls).toMatchObject([{ method: 'GET', credentials: 'omit' }]);
  });

  it('are renamed, and our open pages hear of it', async () => {
    const { flows, browser } = await openPaired(() => ({}));
    const before = browser.changes;
    await flows.renameBrowser({ device, browser: other, name: 'Library' });
    expect(browser.calls).toMatchObject([{ method: 'PATCH', body: JSON.stringify({ name: 'Library' }) }]);
    expect(browser.calls[0]?.url).toMatch(new RegExp(`/device/v1/browsers/${other}$`));
    expect(browser.changes).toBeGreaterThan(before);
    expect((await flows.showOverview()).accounts).toMatchObject([{ deviceName: 'Chrome on Linux' }]);
  });

  it('do not include this one, which knows its own name and cannot be removed from afar', async () => {
    const { flows, browser } = await openPaired(() => ({}));
    await flows.renameBrowser({ device, browser: device, name: 'Here' });
    expect((await flows.showOverview()).accounts).toMatchObject([{ deviceName: 'Here' }]);
    await expect(flows.removeBrowser({ device, browser: device })).rejects.toMatchObject({
      code: 'bad_request',
    });
    expect(await flows.showChange()).toBeNull();
    expect(browser.tabs.size).toBe(0);
  });

  it('get no link before the person has proven who they are', async () => {
    const { flows, browser } = await openPaired(() => ({}));
    await expect(flows.inviteBrowser(device)).rejects.toMatchObject({ code: 'step_up_needed' });
    expect(browser.calls).toEqual([]);
  });
});

it('what the browser says of its profile is told to our pages', async () => {
  const { flows, browser } = await openPaired(() => ({}));
  expect(await flows.showProfile()).toBe('own');
  browser.profile = 'shared';
  expect(await flows.showProfile()).toBe('shared');
});
