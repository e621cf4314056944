import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { Stage } from '../../fakes/stage.ts';
import { approve, beginStepUp, openStepUp, stepUp } from '../../fakes/step-up.ts';
import { compare, invite, invited, namesOf, pairBy, remove } from '../browsers/set-up.ts';
import { openInvitation } from '../enrolment/set-up.ts';
import { register, startWithExtension } from '../webauthn/set-up.ts';

/** Somebody has one of the person's paired browsers, unlocked, and wants to stay. */
let stage: Stage;
let desk: TestDevice;
let stolen: TestDevice;

beforeAll(async () => {
  stage = await startWithExtension();
});
afterAll(() => stage.stop());
beforeEach(async () => {
  await stage.service.advance(10 * MINUTE);
  const { floor, devices } = stage.service.rooms;
  for (const { id } of await devices.active(stage.alex))
    await floor.db.write((tx) => devices.end(tx, id, { status: 'removed', reason: 'operator' }));
  desk = await stage.pair('Desk');
  stolen = await stage.pair('Stolen');
});

/** "Not you?", said about the first approval of the stolen browser. */
async function disown(): Promise<void> {
  const push = (await desk.inbox()).requests.find(({ state }) => state === 'approved');
  const reply = await desk.call('POST', pathTo('deviceNotMe', push?.id));
  expect(reply.status).toBe(200);
}

const errorOf = async (device: TestDevice) => (await device.call('GET', pathTo('deviceInbox'))).body.error;

const leadsTo = async (link: string) => (await openInvitation(stage.service, link)).refused?.body.error;

const endStolen = (status: 'removed' | 'suspended') => {
  const { floor, devices } = stage.service.rooms;
  return floor.db.write((tx) => devices.end(tx, stolen.id as DeviceId, { status, reason: 'operator' }));
};

it('“Not you?” ends the browser that the thief has paired, and the keys that it has added', async () => {
  const { link } = await invited(stage, stolen);
  const thiefs = await pairBy(stage, link, 'Thief’s');
  expect((await register(stage, { device: thiefs, authenticator: new TestAuthenticator() })).status).toBe(
    200,
  );
  await disown();
  expect(await errorOf(thiefs)).toBe('device_suspended');
  expect(await errorOf(stolen)).toBe('device_suspended');
  expect(await namesOf(desk)).toEqual(['Desk']);
  const { credentials, floor } = stage.service.rooms;
  expect(await credentials.of(floor.db.read, stage.alex)).toEqual([]);
});

it('“Not you?” ends also the browser that this browser has paired in turn', async () => {
  const second = await pairBy(stage, (await invited(stage, stolen)).link, 'Second');
  const third = await pairBy(stage, (await invited(stage, second)).link, 'Third');
  await disown();
  for (const device of [second, third]) expect(await errorOf(device)).toBe('device_suspended');
});

it('“Not you?” about a sign-in ends also the browser that was paired from there since', async () => {
  await approve(stolen, await stage.site.begin('alex'));
  const thiefs = await pairBy(stage, (await invited(stage, stolen)).link, 'Thief’s');
  await disown();
  expect(await errorOf(thiefs)).toBe('device_suspended');
});

it('“Not you?” leaves the browsers that the person has added themselves', async () => {
  const own = await pairBy(stage, (await invited(stage, desk)).link, 'Own');
  await stage.service.advance(10 * MINUTE);
  await approve(stolen, await stage.site.begin('alex'));
  await disown();
  expect(await namesOf(own)).toEqual(['Desk', 'Own']);
});

it('a link that was not used yet opens nothing after “Not you?”, also between the confirmations', async () => {
  const { link } = await invited(stage, stolen);
  const { page, claimed } = await compare(stage, link);
  await page.answer(true);
  await disown();
  expect(await leadsTo(link)).toBe('invitation_unknown');
  expect((await claimed.answer(true)).body.error).toBe('invitation_unknown');
  expect(await namesOf(desk)).toEqual(['Desk']);
});

it.each(['removed', 'suspended'] as const)(
  'a link opens nothing once the browser in which it was made is %s',
  async (status) => {
    const { link } = await invited(stage, stolen);
    const { page, claimed } = await compare(stage, link);
    await page.answer(true);
    await endStolen(status);
    expect(await leadsTo(link)).toBe('invitation_unknown');
    expect((await claimed.answer(true)).body.error).toBe('invitation_unknown');
    expect(await namesOf(desk)).toEqual(['Desk']);
  },
);

it('a removal that was seen does nothing a second time, nor at another browser’s address', async () => {
  const old = await stage.pair('Old');
  const body = { stepUp: await stepUp(stage, desk, 'browser_remove') };
  const path = pathTo('deviceBrowserRemoval', old.id ?? '');
  const proof = await desk.proof('POST', path, { body: new TextEncoder().encode(JSON.stringify(body)) });
  expect((await desk.call('POST', path, { body, proof })).status).toBe(200);
  expect((await desk.call('POST', path, { body, proof })).body.error).toBe('proof_replayed');
  const elsewhere = pathTo('deviceBrowserRemoval', stolen.id ?? '');
  expect((await desk.call('POST', elsewhere, { body, proof })).body.error).toBe('proof_invalid');
  expect(await namesOf(desk)).toEqual(['Desk', 'Stolen']);
});

it('a proof of another browser removes nothing and invites nobody', async () => {
  const removing = await stepUp(stage, desk, 'browser_remove');
  const adding = await stepUp(stage, desk, 'browser_add');
  expect((await remove(stolen, desk.id, removing)).body.error).toBe('step_up_needed');
  expect((await invite(stolen, { proof: adding })).body.error).toBe('step_up_needed');
});

it('the address of a step-up that the person is led to proves nothing for the thief', async () => {
  const { url, transaction } = await beginStepUp(stolen, 'browser_remove');
  const { prompt } = await openStepUp(stage, url);
  if (!prompt) throw new Error('the step-up did not open');
  await approve(desk, prompt);
  await prompt.finish();
  expect((await remove(stolen, desk.id, transaction)).body.error).toBe('step_up_needed');
  expect(await namesOf(desk)).toContain('Desk');
});

it('one approval takes away one browser, so that another is left to say “Not you?”', async () => {
  const library = await stage.pair('Library');
  const proof = await stepUp(stage, stolen, 'browser_remove');
  const replies = await Promise.all([remove(stolen, desk.id, proof), remove(stolen, library.id, proof)]);
  expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 403]);
});

it('a page of the web is no device, also with a good proof', async () => {
  const path = pathTo('deviceBrowsers');
  const headers = { Origin: 'https://portal.example.org' };
  expect((await desk.call('GET', path, { headers })).status).toBe(403);
  const body = { stepUp: await stepUp(stage, desk, 'browser_add'), replaces: null };
  const planted = await desk.call('POST', pathTo('deviceInviting'), { body, headers });
  expect(planted.status).toBe(403);
});
