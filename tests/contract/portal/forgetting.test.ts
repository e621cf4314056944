import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { DeviceId, UserId } from '../../../lib/protocol/ids.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { Stage } from '../../fakes/stage.ts';
import { approve } from '../../fakes/step-up.ts';
import { lastEvents, register, startWithExtension } from '../webauthn/set-up.ts';
import { PortalBrowser, toNextMinute, trust } from './set-up.ts';

let stage: Stage;
let laptop: TestDevice;
let desk: TestDevice;
let sam: UserId;
let samsLaptop: TestDevice;
let browser: PortalBrowser;
const key = new TestAuthenticator({ checksPerson: true });

beforeAll(async () => {
  stage = await startWithExtension();
  laptop = await stage.pair('Laptop');
  desk = await stage.pair('Desk');
  sam = await stage.service.addUser('sam');
  samsLaptop = await stage.pair('Sam’s laptop', sam);
  await register(stage, { device: laptop, authenticator: key });
});
afterAll(() => stage.stop());

let own: { here: string; campus: string; elsewhere: string; cookie: string; sams: string };

/** Alex looks from the laptop, and trusts it twice, the desk and a browser without the extension. */
beforeEach(async () => {
  await toNextMinute(stage);
  const here = { device: laptop.id as DeviceId };
  own = {
    here: await trust(stage, { user: stage.alex, holder: here }),
    campus: await trust(stage, { user: stage.alex, holder: here, application: stage.application.id }),
    elsewhere: await trust(stage, { user: stage.alex, holder: { device: desk.id as DeviceId } }),
    cookie: await trust(stage, {
      user: stage.alex,
      holder: { family: 'library' },
      browser: 'Firefox on Windows',
    }),
    sams: await trust(stage, { user: sam, holder: { device: samsLaptop.id as DeviceId } }),
  };
  browser = new PortalBrowser(stage);
  const prompt = await stage.site.begin('alex');
  await approve(laptop, prompt);
  expect((await browser.enterFrom(prompt)).status).toBe(200);
});

const left = async () => ((await browser.state()).body.trusted as { id: string }[]).map(({ id }) => id);
const all = () => [own.here, own.campus, own.elsewhere, own.cookie].sort();

it('lists each with what people know it by, and which one asks', async () => {
  const trusted = (await browser.state()).body.trusted as { id: string }[];
  const line = (id: string) => trusted.find((one) => one.id === id);
  expect(trusted.map(({ id }) => id).sort()).toEqual(all());
  expect(line(own.campus)).toMatchObject({
    // As the paired browser is called.
    browser: 'Laptop',
    holder: 'key',
    here: true,
    application: 'Campus Portal',
    address: '192.0.2.7',
    place: 'Main Campus',
  });
  expect(line(own.here)).toMatchObject({ here: true, application: null });
  expect(line(own.elsewhere)).toMatchObject({ here: false, holder: 'key' });
  expect(line(own.cookie)).toMatchObject({ here: false, holder: 'cookie', browser: 'Firefox on Windows' });
});

it('forgets one, and answers with what is left', async () => {
  const { status, body } = await browser.post('portalForgetting', { which: 'one', id: own.elsewhere });
  expect(status).toBe(200);
  expect((body.trusted as { id: string }[]).map(({ id }) => id)).not.toContain(own.elsewhere);
  expect(await left()).toHaveLength(3);
  expect((await lastEvents(stage, 'trust.ended')).at(-1)).toMatchObject({ reason: 'forgotten' });
  const again = await browser.post('portalForgetting', { which: 'one', id: own.elsewhere });
  expect(again.status).toBe(200);
});

it('forgets all others, and keeps what stands for this browser', async () => {
  await browser.post('portalForgetting', { which: 'others' });
  expect((await left()).sort()).toEqual([own.here, own.campus].sort());
});

it('forgets all', async () => {
  await browser.post('portalForgetting', { which: 'all' });
  expect(await left()).toEqual([]);
});

it('keeps from others which browser asks, where none of the trusted ones does', async () => {
  const library = new PortalBrowser(stage);
  await library.answer(key.get(await library.ask('alex'), { origin: stage.service.origin }));
  const { body } = await library.state();
  expect((body.trusted as { here: boolean }[]).some(({ here }) => here)).toBe(false);
  await library.post('portalForgetting', { which: 'others' });
  expect(await left()).toEqual([]);
});

it('never touches what somebody else trusts', async () => {
  await browser.post('portalForgetting', { which: 'one', id: own.sams });
  await browser.post('portalForgetting', { which: 'others' });
  await browser.post('portalForgetting', { which: 'all' });
  const { floor, trust } = stage.service.rooms;
  expect((await trust.list(floor.db.read, sam)).map(({ id }) => id)).toEqual([own.sams]);
});

it.each([
  {},
  { which: 'one' },
  { which: 'some' },
  { which: 'one', id: 'TB1' },
  { which: 'all', user: 'sam' },
])('forgets nothing by %j', async (body) => {
  expect((await browser.post('portalForgetting', body)).body.error).toBe('bad_request');
  expect((await left()).sort()).toEqual(all());
});
