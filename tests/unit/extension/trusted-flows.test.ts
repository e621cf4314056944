import { describe, expect, it } from 'vitest';
import type { DeviceId, TransactionId, TrustId } from '../../../lib/protocol/ids.ts';
import { routes } from '../../../lib/protocol/routes.ts';
import type { TrustedBrowser } from '../../../lib/protocol/trust.ts';
import { type Answer, ORIGIN, openPaired } from './paired-browser.ts';
import { device, transaction } from './requests.ts';

const signIn = { application: 'Payroll', until: Date.UTC(2026, 1, 4) };
const seen = { transaction, challenge: 'c', tab: 7, origin: ORIGIN };
const trusted: TrustedBrowser = {
  id: `TB${'A'.repeat(18)}` as TrustId,
  browser: 'Chrome on Linux',
  holder: 'key',
  here: true,
  application: 'Payroll',
  since: 0,
  until: 1,
  lastUsed: 0,
  address: '192.0.2.4',
  place: null,
};

/** Answers one route, and everything else as a service that has nothing to say. */
const at =
  (route: keyof typeof routes, told: Answer): Answer =>
  (call) =>
    call.path === routes[route] ? told(call) : {};

describe('a prompt that passes because this browser is trusted', () => {
  it('is shown in the popup, and our open pages hear of it', async () => {
    const { flows, browser } = await openPaired(at('devicePresence', () => ({ trusted: signIn })));
    const before = browser.changes;
    await flows.provePresence(seen);
    expect((await flows.showOverview()).trusted).toEqual([{ ...signIn, device, at: browser.now() }]);
    expect(browser.changes).toBeGreaterThan(before);
    expect(browser.calls).toMatchObject([{ method: 'POST', credentials: 'include' }]);
  });

  it.each([
    ['asks', { trusted: null }],
    ['is older than trust', {}],
  ])('is not, where the service %s', async (_what, told) => {
    const { flows } = await openPaired(at('devicePresence', () => told));
    await flows.provePresence(seen);
    expect((await flows.showOverview()).trusted).toEqual([]);
  });

  it('is the account’s whose sign-in it is, where several are paired with one service', async () => {
    const other = `DB${'B'.repeat(18)}` as DeviceId;
    const told: Answer = ({ headers }) => {
      const [head = ''] = Object.values(headers)[0]?.split('.') ?? [];
      const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString());
      return kid === other ? { trusted: signIn } : 'presence_refused';
    };
    const { flows } = await openPaired(at('devicePresence', told), [device, other]);
    await flows.provePresence(seen);
    expect((await flows.showOverview()).trusted).toMatchObject([{ device: other }]);
  });

  it('is told again by an answer that comes at the second try', async () => {
    let calls = 0;
    const told: Answer = () => (++calls === 1 ? undefined : { trusted: signIn });
    const { flows } = await openPaired(at('devicePresence', told));
    await flows.provePresence(seen);
    expect((await flows.showOverview()).trusted).toHaveLength(1);
  });

  it('is asked for by no other page', async () => {
    const { flows, browser } = await openPaired(() => ({ trusted: signIn }));
    for (const origin of ['https://sso.example.org', 'https://evil.example'])
      await expect(flows.provePresence({ ...seen, origin })).rejects.toMatchObject({ code: 'not_paired' });
    expect(browser.calls).toEqual([]);
    expect((await flows.showOverview()).trusted).toEqual([]);
  });

  it('stops at a suspended browser, in words', async () => {
    const { flows, browser } = await openPaired(at('devicePresence', () => 'device_suspended'));
    const suspended = { code: 'device_suspended' };
    await expect(flows.provePresence(seen)).rejects.toMatchObject(suspended);
    expect(await flows.showOverview()).toMatchObject({
      accounts: [{ status: 'device_suspended' }],
      trusted: [],
    });
    const calls = browser.calls.length;
    await expect(flows.provePresence(seen)).rejects.toMatchObject({ code: 'not_paired' });
    expect(browser.calls).toHaveLength(calls);
  });

  it('leaves a whole picture, whenever the worker is stopped', async () => {
    let survived = false;
    for (let life = 0; !survived; life += 1) {
      const paired = await openPaired(at('devicePresence', () => ({ trusted: signIn })));
      const { flows, died } = paired.mortal(life);
      survived = (await Promise.race([died, flows.provePresence(seen).then(() => 'lived')])) === 'lived';
      const next = paired.restart();
      expect((await next.showOverview()).trusted.length).toBeLessThanOrEqual(1);
      // The page is loaded again, and reports itself.
      await next.provePresence(seen);
      const { accounts, trusted } = await next.showOverview();
      expect(trusted).toMatchObject([{ ...signIn, device }]);
      expect(accounts).toMatchObject([{ status: 'active', online: true }]);
      expect(life).toBeLessThan(100);
    }
  });

  it('is forgotten with its account', async () => {
    const { flows, ports } = await openPaired(at('devicePresence', () => ({ trusted: signIn })));
    await flows.provePresence(seen);
    await flows.forgetAccount(device);
    expect((await flows.showOverview()).trusted).toEqual([]);
    expect(await ports.session.all('trusted:')).toEqual({});
  });
});

describe('the trusted browsers of an account', () => {
  it('are listed as the service tells them now', async () => {
    const { flows, browser } = await openPaired(at('deviceTrustedBrowsers', () => ({ trusted: [trusted] })));
    expect(await flows.listTrusted(device)).toEqual([trusted]);
    expect(browser.calls).toMatchObject([{ method: 'GET', body: null, credentials: 'omit' }]);
  });

  it.each([{ which: 'one', id: trusted.id }, { which: 'others' }, { which: 'all' }] as const)(
    'are forgotten: $which',
    async (what) => {
      const { flows, browser } = await openPaired(at('deviceForgetting', () => ({ trusted: [] })));
      const before = browser.changes;
      expect(await flows.forgetTrusted({ device, what })).toEqual([]);
      expect(browser.calls).toMatchObject([
        { method: 'POST', body: JSON.stringify(what), credentials: 'omit' },
      ]);
      expect(browser.changes).toBeGreaterThan(before);
    },
  );

  it('are forgotten at the second try, where the first was not heard', async () => {
    let calls = 0;
    const told: Answer = () => (++calls === 1 ? undefined : { trusted: [] });
    const { flows } = await openPaired(at('deviceForgetting', told));
    expect(await flows.forgetTrusted({ device, what: { which: 'all' } })).toEqual([]);
  });

  it.each([
    [undefined, 'unreachable'],
    ['device_suspended', 'device_suspended'],
    [{ trusted: [{ id: 'x' }] }, 'internal'],
  ])('answer %j as %s', async (told, code) => {
    const { flows } = await openPaired(() => told);
    await expect(flows.listTrusted(device)).rejects.toMatchObject({ code });
  });

  it('are nobody’s where the account is not paired', async () => {
    const { flows } = await openPaired(() => ({ trusted: [] }));
    const refused = { code: 'not_paired' };
    const stranger = `DB${'C'.repeat(18)}` as DeviceId;
    await expect(flows.listTrusted(stranger)).rejects.toMatchObject(refused);
    await expect(flows.openPortal(stranger)).rejects.toMatchObject(refused);
  });
});

describe('the portal', () => {
  const stepUp = (url: string): Answer =>
    at('deviceStepUps', () => ({ transaction: 's'.repeat(22) as TransactionId, url }));

  it('opens in a tab that asks who is there, and leaves no change under way', async () => {
    const { flows, browser } = await openPaired(stepUp(`${ORIGIN}/step-up/secret`));
    await flows.openPortal(device);
    expect([...browser.tabs.values()].map(({ url }) => url)).toEqual([`${ORIGIN}/step-up/secret`]);
    expect(browser.calls).toMatchObject([{ body: JSON.stringify({ purpose: 'portal_open' }) }]);
    expect(await flows.showChange()).toBeNull();
  });

  it('opens at no other address than the service’s', async () => {
    const { flows, browser } = await openPaired(stepUp('https://evil.example/step-up/secret'));
    await expect(flows.openPortal(device)).rejects.toMatchObject({ code: 'service_untrusted' });
    expect(browser.tabs.size).toBe(0);
  });
});
