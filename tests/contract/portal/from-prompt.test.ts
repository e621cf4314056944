import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { TransactionId } from '../../../lib/protocol/ids.ts';
import { PORTAL_LIFE } from '../../../lib/protocol/portal.ts';
import { TRANSACTION_LIFE } from '../../../lib/protocol/prompt.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { Stage } from '../../fakes/stage.ts';
import { approve, promptOf } from '../../fakes/step-up.ts';
import { register, startWithExtension } from '../webauthn/set-up.ts';
import { approvedByKey, approveElsewhere, PortalBrowser, toNextMinute } from './set-up.ts';

let stage: Stage;
let laptop: TestDevice;
let desk: TestDevice;
const key = new TestAuthenticator();

beforeAll(async () => {
  stage = await startWithExtension();
  laptop = await stage.pair('Laptop');
  desk = await stage.pair('Desk');
  await register(stage, { device: laptop, authenticator: key });
});
afterAll(() => stage.stop());
beforeEach(() => toNextMinute(stage));

const refused = { status: 403, body: expect.objectContaining({ error: 'portal_refused' }) };

it('opens from a sign-in that a security key has approved, and the sign-in still goes on', async () => {
  const prompt = await approvedByKey(stage, { key });
  expect(await prompt.read()).toMatchObject({ state: 'approved', portal: true, leadsTo: 'site' });
  const browser = new PortalBrowser(stage);
  expect(await browser.enterFrom(prompt)).toEqual({ status: 200, body: { location: '/portal' } });
  expect(browser.setCookie?.split('; ').slice(1).sort()).toEqual(
    ['HttpOnly', `Max-Age=${PORTAL_LIFE / 1_000}`, 'Path=/', 'SameSite=Strict', 'Secure'].sort(),
  );

  const { status, body } = await browser.state();
  expect(status).toBe(200);
  expect(body).toMatchObject({
    username: 'alex',
    displayName: 'alex',
    trusted: [],
    back: { application: 'Campus Portal', url: pathTo('prompt', prompt.transaction) },
  });
  expect(Number(body.expiresAt) - Number(body.now)).toBeLessThanOrEqual(PORTAL_LIFE);

  const { body: tokens } = await stage.site.exchange(await prompt.finish());
  expect(tokens.id_token).toBeTypeOf('string');
  expect((await browser.state()).body).toMatchObject({ username: 'alex', back: null });
});

it('has no way back to a sign-in whose time is over', async () => {
  const prompt = await stage.site.begin('alex');
  await stage.service.advance(TRANSACTION_LIFE - MINUTE);
  await approve(laptop, prompt);
  const browser = new PortalBrowser(stage);
  await browser.enterFrom(prompt);
  await stage.service.advance(2 * MINUTE);
  expect((await browser.state()).body).toMatchObject({ username: 'alex', back: null });
});

it('opens from an approval by the very browser that shows the prompt', async () => {
  const prompt = await stage.site.begin('alex');
  await approve(laptop, prompt);
  expect((await prompt.read()).portal).toBe(true);
  const browser = new PortalBrowser(stage);
  expect((await browser.enterFrom(prompt)).status).toBe(200);
  expect(await opened(prompt.transaction)).toEqual([
    { reason: 'push', device_id: laptop.id, user_id: stage.alex, detail: '{"about":"Laptop"}' },
  ]);
});

it('opens from a step-up that was begun for it, which leads nowhere else', async () => {
  const prompt = await promptOf(stage, laptop, 'portal_open');
  expect(await prompt.read()).toMatchObject({ leadsTo: 'portal', portal: false });
  await approve(laptop, prompt);
  expect(await prompt.read()).toMatchObject({ leadsTo: 'portal', portal: true, state: 'approved' });
  const browser = new PortalBrowser(stage);
  expect((await browser.enterFrom(prompt)).status).toBe(200);
  expect((await browser.state()).body).toMatchObject({ username: 'alex', back: null });
});

it('does not open from a step-up for something else', async () => {
  const prompt = await promptOf(stage, laptop, 'credential_add');
  await approve(laptop, prompt);
  expect(await prompt.read()).toMatchObject({ leadsTo: 'site', portal: false });
  expect(await new PortalBrowser(stage).enterFrom(prompt)).toMatchObject(refused);
});

it('does not open from an approval with a number on another device', async () => {
  const prompt = await stage.site.begin('alex');
  await approveElsewhere(laptop, prompt);
  expect((await prompt.read()).portal).toBe(false);
  expect(await new PortalBrowser(stage).enterFrom(prompt)).toMatchObject(refused);
});

it('does not open where another browser than the present one has approved', async () => {
  const prompt = await stage.site.begin('alex');
  await desk.prove(prompt);
  await approveElsewhere(laptop, prompt);
  expect(await new PortalBrowser(stage).enterFrom(prompt)).toMatchObject(refused);
});

it.each(['remembered_device', 'passcode', 'hardware_token', 'bypass_code', 'none'])(
  'does not open from a sign-in by %s, be a paired browser present or not',
  async (factor) => {
    const prompt = await stage.site.begin('alex');
    await laptop.prove(prompt);
    await stage.service.rooms.floor.db.write((tx) =>
      tx.query
        .updateTable('transactions')
        .set({ state: 'approved', factor, device_id: laptop.id as never })
        .where('id', '=', prompt.transaction as TransactionId)
        .execute(),
    );
    expect((await prompt.read()).portal).toBe(false);
    expect(await new PortalBrowser(stage).enterFrom(prompt)).toMatchObject(refused);
  },
);

it('does not open before the approval, nor after the sign-in has gone on', async () => {
  const waiting = await stage.site.begin('alex');
  expect(await new PortalBrowser(stage).enterFrom(waiting)).toMatchObject(refused);
  const done = await approvedByKey(stage, { key });
  await done.finish();
  expect((await done.read()).portal).toBe(false);
  expect(await new PortalBrowser(stage).enterFrom(done)).toMatchObject(refused);
});

it('does not open for another browser, another site’s page, or a wrong challenge', async () => {
  const prompt = await approvedByKey(stage, { key });
  const browser = new PortalBrowser(stage);
  const other = await browser.enterFrom(prompt, { Cookie: '' });
  expect(other.body.error).toBe('transaction_not_yours');
  const foreign = await browser.enterFrom(prompt, { Origin: 'https://portal.example.org' });
  expect(foreign.body.error).toBe('wrong_origin');
  prompt.challenge = 'A'.repeat(22);
  expect((await browser.enterFrom(prompt)).body.error).toBe('wrong_origin');
  expect(browser.setCookie).toBeNull();
});

it('does not open for a person who was disabled, or locked out of everything, since', async () => {
  const { floor, users } = stage.service.rooms;
  const prompt = await approvedByKey(stage, { key });
  const browser = new PortalBrowser(stage);
  await floor.db.write((tx) => users.recordFailure(tx, stage.alex, { threshold: 1, minutes: 0 }));
  await stage.service.setPolicy({ lockout: { scope: 'all' } });
  expect((await browser.enterFrom(prompt)).body.error).toBe('locked_out');
  await stage.service.setPolicy({ lockout: { scope: 'guessable' } });
  await floor.db.write((tx) => users.setStatus(tx, stage.alex, 'disabled'));
  expect((await browser.enterFrom(prompt)).body.error).toBe('user_disabled');
  await floor.db.write((tx) => users.setStatus(tx, stage.alex, 'active'));
  expect((await browser.enterFrom(prompt)).status).toBe(200);
  await floor.db.write((tx) => users.unlock(tx, stage.alex));
});

it('is open once for each sign-in: opening it again ends what was open before', async () => {
  const prompt = await approvedByKey(stage, { key });
  const first = new PortalBrowser(stage);
  const second = new PortalBrowser(stage);
  await first.enterFrom(prompt);
  await second.enterFrom(prompt);
  expect((await first.state()).body.error).toBe('portal_closed');
  expect((await second.state()).status).toBe(200);
});

it('stays open where the same sign-in opens it no more', async () => {
  const prompt = await approvedByKey(stage, { key });
  const browser = new PortalBrowser(stage);
  await browser.enterFrom(prompt);
  await prompt.finish();
  expect(await new PortalBrowser(stage).enterFrom(prompt)).toMatchObject(refused);
  expect((await browser.state()).status).toBe(200);
});

it('is opened ten times a minute at most, however often a page asks', async () => {
  const prompt = await approvedByKey(stage, { key });
  for (let turn = 0; turn < 10; turn += 1)
    expect((await new PortalBrowser(stage).enterFrom(prompt)).status).toBe(200);
  expect((await new PortalBrowser(stage).enterFrom(prompt)).body.error).toBe('too_many');
  expect(await opened(prompt.transaction)).toHaveLength(10);
  await toNextMinute(stage);
  expect((await new PortalBrowser(stage).enterFrom(prompt)).status).toBe(200);
});

const opened = (transaction: string) =>
  stage.service.rooms.floor.db.read
    .selectFrom('audit')
    .select(['reason', 'device_id', 'user_id', 'detail'])
    .where('event', '=', 'portal.opened')
    .where('transaction_id', '=', transaction)
    .execute();
