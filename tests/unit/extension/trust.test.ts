import { beforeEach, describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../../lib/ports/clock.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { createTrust, type Trust } from '../../../lib/trust/trust.ts';
import { fakePorts } from '../../fakes/ports.ts';
import { device } from './requests.ts';

const other = `DB${'B'.repeat(18)}` as DeviceId;

let opened: ReturnType<typeof fakePorts>;
let trust: Trust;
let until: number;

beforeEach(() => {
  opened = fakePorts();
  trust = createTrust(opened.ports);
  until = opened.browser.now() + 60 * MINUTE;
});

const applications = async () => (await trust.recent()).map(({ application }) => application);
const kept = async () => Object.keys(await opened.ports.session.all(''));

describe('a sign-in that passed without asking', () => {
  it('is told with its account, its end and its time', async () => {
    await trust.remember(device, { application: 'Payroll', until });
    expect(await trust.recent()).toEqual([
      { device, application: 'Payroll', until, at: opened.browser.now() },
    ]);
  });

  it('is told for five minutes, whatever becomes of the worker', async () => {
    await trust.remember(device, { application: 'Payroll', until });
    await opened.browser.advance(5 * MINUTE - 1);
    expect(await createTrust(opened.ports).recent()).toHaveLength(1);
    await opened.browser.advance(1);
    expect(await trust.recent()).toEqual([]);
  });

  it('comes before older ones, and leaves nothing of those that are over', async () => {
    await trust.remember(device, { application: 'Payroll', until });
    await opened.browser.advance(3 * MINUTE);
    await trust.remember(device, { application: 'Library', until });
    expect(await applications()).toEqual(['Library', 'Payroll']);
    await opened.browser.advance(3 * MINUTE);
    await trust.remember(device, { application: 'Campus Portal', until });
    expect(await applications()).toEqual(['Campus Portal', 'Library']);
    expect(await kept()).toHaveLength(2);
  });

  it('is told once for each application, with the newest time', async () => {
    const tabs = Array.from({ length: 20 }, () => trust.remember(device, { application: 'Payroll', until }));
    await Promise.all(tabs);
    await opened.browser.advance(SECOND);
    await trust.remember(device, { application: 'Payroll', until: until + SECOND });
    expect(await trust.recent()).toMatchObject([{ until: until + SECOND, at: opened.browser.now() }]);
  });

  it('goes with its account, and no other’s does', async () => {
    await trust.remember(device, { application: 'Payroll', until });
    await trust.remember(other, { application: 'Payroll', until });
    await trust.forget(device);
    expect(await trust.recent()).toMatchObject([{ device: other }]);
    expect(await kept()).toHaveLength(1);
  });

  it('is no other room’s entry, and not what cannot be read', async () => {
    await opened.ports.session.set('prompt:7', 'x');
    await opened.ports.session.set('trusted:x', { application: 7 });
    expect(await trust.recent()).toEqual([]);
    await trust.remember(device, { application: 'Payroll', until });
    expect(await trust.recent()).toHaveLength(1);
    expect(await kept()).toContain('prompt:7');
    expect(await kept()).not.toContain('trusted:x');
  });
});
