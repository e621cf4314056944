import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { PORTAL_LIFE } from '../../../lib/protocol/portal.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { Stage } from '../../fakes/stage.ts';
import { approve } from '../../fakes/step-up.ts';
import { register, startWithExtension } from '../webauthn/set-up.ts';
import { approvedByKey, approveElsewhere, PortalBrowser, toNextMinute } from './set-up.ts';

let stage: Stage;
let laptop: TestDevice;
let browser: PortalBrowser;
const key = new TestAuthenticator({ checksPerson: true });

beforeAll(async () => {
  stage = await startWithExtension();
  laptop = await stage.pair('Laptop');
  await register(stage, { device: laptop, authenticator: key });
});
afterAll(() => stage.stop());
beforeEach(async () => {
  browser = new PortalBrowser(stage);
  await toNextMinute(stage);
});

const closed = { status: 401, body: expect.objectContaining({ error: 'portal_closed' }) };

/** Every way to use a session is shut. */
async function expectClosed(): Promise<void> {
  expect(await browser.state()).toMatchObject(closed);
  expect(await browser.post('portalForgetting', { which: 'all' })).toMatchObject(closed);
}

const change = <Value>(job: Parameters<typeof stage.service.rooms.floor.db.write<Value>>[0]) =>
  stage.service.rooms.floor.db.write(job);

/** Opened by an approval in this paired browser. */
async function openedBy(device: TestDevice): Promise<void> {
  const prompt = await stage.site.begin('alex');
  await approve(device, prompt);
  expect((await browser.enterFrom(prompt)).status).toBe(200);
}

const openDirectly = async () =>
  browser.answer(key.get(await browser.ask('alex'), { origin: stage.service.origin }));

it.each(['', '__Host-portal=', '__Host-portal=guessed', '__Host-trusted-browser=family.series.1.mac'])(
  'is nothing that a cookie like “%s” opens',
  async (cookie) => {
    browser.cookie = cookie;
    await expectClosed();
  },
);

it('ends with its time', async () => {
  await openDirectly();
  await stage.service.advance(PORTAL_LIFE - 1_000);
  expect((await browser.state()).status).toBe(200);
  await stage.service.advance(1_000);
  await expectClosed();
  await stage.service.app.sweep();
  expect(await sessions()).toEqual([]);
});

it('ends with the person, and is not revived with them', async () => {
  const { users } = stage.service.rooms;
  await openDirectly();
  await change((tx) => users.setStatus(tx, stage.alex, 'disabled'));
  await expectClosed();
  await change((tx) => users.setStatus(tx, stage.alex, 'active'));
  await expectClosed();
});

it.each(['suspended', 'removed'] as const)(
  'ends with the paired browser that opened it: %s',
  async (status) => {
    const desk = await stage.pair('Desk');
    await openedBy(desk);
    expect((await browser.state()).status).toBe(200);
    await change((tx) =>
      stage.service.rooms.devices.end(tx, desk.id as DeviceId, { status, reason: 'operator' }),
    );
    await expectClosed();
  },
);

it('ends with the paired browser in which a security key opened it', async () => {
  const desk = await stage.pair('Desk');
  const prompt = await approvedByKey(stage, { key });
  expect((await desk.prove(prompt)).status).toBe(200);
  await browser.enterFrom(prompt);
  await change((tx) =>
    stage.service.rooms.devices.end(tx, desk.id as DeviceId, { status: 'suspended', reason: 'operator' }),
  );
  await expectClosed();
});

it('ends with “Not you?”', async () => {
  const desk = await stage.pair('Desk');
  await openedBy(desk);
  const push = (await laptop.inbox()).requests.findLast(({ state }) => state === 'approved');
  const disowned = await laptop.call('POST', pathTo('deviceNotMe', push?.id));
  expect(disowned.status).toBe(200);
  await expectClosed();
});

it('is left for good', async () => {
  await openDirectly();
  const { cookie } = browser;
  expect(await browser.post('portalLeave', {})).toEqual({ status: 200, body: {} });
  expect(browser.setCookie).toMatch(/^__Host-portal=; Max-Age=0; Path=\/; .*Secure/);
  browser.cookie = cookie;
  await expectClosed();
  expect((await browser.post('portalLeave', {})).status).toBe(200);
});

it.each(['portalForgetting', 'portalLeave', 'portalAssertionBegin', 'portalAssertion'] as const)(
  'takes %s from its own page alone',
  async (route) => {
    await openDirectly();
    const body = { portalForgetting: { which: 'all' }, portalLeave: {} }[route as string] ?? {
      username: 'alex',
    };
    for (const Origin of ['https://portal.example.org', 'null', ''])
      expect((await browser.post(route, body, { Origin })).body.error).toBe('wrong_origin');
    // What another site's form can send without asking first.
    const asForm = await browser.post(route, body, { 'Content-Type': 'text/plain' });
    expect(asForm.body.error).toBe('bad_request');
    expect((await browser.state()).status).toBe(200);
  },
);

it('stands on a page that cannot be framed, and is kept nowhere', async () => {
  for (const path of [pathTo('portal'), pathTo('portalState')]) {
    const { headers } = await fetch(stage.service.base + path);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  }
});

it('survives a restart of the service', async () => {
  await openDirectly();
  await stage.service.restart();
  expect((await browser.state()).body.username).toBe('alex');
});

it('keeps no cookie’s value', async () => {
  await openDirectly();
  const secret = browser.cookie.split('=')[1] ?? '';
  expect(JSON.stringify(await sessions())).not.toContain(secret);
  expect(JSON.stringify(stage.service.log)).not.toContain(secret);
});

it('is not given by an approval elsewhere, whatever cookie is sent along', async () => {
  await openDirectly();
  const prompt = await stage.site.begin('alex');
  await approveElsewhere(laptop, prompt);
  const before = browser.cookie;
  expect((await browser.enterFrom(prompt)).body.error).toBe('portal_refused');
  expect(browser.cookie).toBe(before);
});

const sessions = () => stage.service.rooms.floor.db.read.selectFrom('portal_sessions').selectAll().execute();
