import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import { BrowserInvited } from '../../../lib/protocol/browsers.ts';
import type { CredentialId } from '../../../lib/protocol/ids.ts';
import { type PortalDevice, PortalState } from '../../../lib/protocol/portal.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { STEP_UP_LIFE } from '../../../lib/protocol/step-up.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { Reply, TestDevice } from '../../fakes/device.ts';
import type { Stage } from '../../fakes/stage.ts';
import { approve } from '../../fakes/step-up.ts';
import { pairBy } from '../browsers/set-up.ts';
import { openInvitation } from '../enrolment/set-up.ts';
import { lastEvents, register, startWithExtension } from '../webauthn/set-up.ts';
import { PortalBrowser, toNextMinute } from './set-up.ts';

let stage: Stage;
let laptop: TestDevice;
let browser: PortalBrowser;
const key = new TestAuthenticator({ checksPerson: true });

beforeAll(async () => {
  stage = await startWithExtension();
  laptop = await stage.pair('Laptop');
  await register(stage, { device: laptop, authenticator: key, name: 'Blue key' });
});
afterAll(() => stage.stop());
beforeEach(async () => {
  browser = new PortalBrowser(stage);
  await toNextMinute(stage);
});

const stateIn = ({ body }: Reply) => v.parse(PortalState, body);
const named = (devices: readonly PortalDevice[], name: string) =>
  devices.find((device) => device.name === name)?.id ?? null;
const devices = async () => stateIn(await browser.state()).devices;

const enterByKey = async () =>
  browser.answer(key.get(await browser.ask('alex'), { origin: stage.service.origin }));

/** By an approval in this paired browser; answers the sign-in. */
async function enterBy(device: TestDevice) {
  const prompt = await stage.site.begin('alex');
  await approve(device, prompt);
  expect((await browser.enterFrom(prompt)).status).toBe(200);
  return prompt;
}

const invite = (replaces: string | null = null) => browser.post('portalInviting', { replaces });
const linkIn = ({ body }: Reply) => v.parse(BrowserInvited, body).link;
const policy = (settings: object) =>
  stage.service.rooms.floor.db.write((tx) => stage.service.rooms.policies.set(tx, 'global', settings));

describe('the portal', () => {
  it('lists browsers and authenticators, and says which browser asks', async () => {
    await enterBy(laptop);
    const common = { createdAt: expect.any(Number), cloneSuspected: false };
    expect(await devices()).toEqual([
      { id: laptop.id, kind: 'browser', name: 'Laptop', here: true, ...common },
      { id: expect.stringMatching(/^WA/), kind: 'security_key', name: 'Blue key', here: false, ...common },
    ]);
  });

  it('renames both, however long ago the person has proven who they are', async () => {
    await enterByKey();
    await stage.service.advance(STEP_UP_LIFE + MINUTE);
    const before = await devices();
    await browser.rename(laptop.id, 'Work laptop');
    const reply = await browser.rename(named(before, 'Blue key'), 'Red key');
    expect(stateIn(reply).devices.map(({ name }) => name)).toEqual(['Work laptop', 'Red key']);
    await browser.rename(laptop.id, 'Laptop');
    await browser.rename(named(before, 'Blue key'), 'Blue key');
  });

  it('removes both, and says so in the log', async () => {
    const old = await stage.pair('Old');
    const spare = new TestAuthenticator();
    await register(stage, { device: laptop, authenticator: spare, name: 'Spare key' });
    await enterBy(laptop);
    expect(stateIn(await browser.remove(old.id)).devices.map(({ name }) => name)).not.toContain('Old');
    expect((await old.call('GET', pathTo('deviceInbox'))).body.error).toBe('device_unknown');
    const left = stateIn(await browser.remove(named(await devices(), 'Spare key'))).devices;
    expect(left.map(({ name }) => name)).toEqual(['Laptop', 'Blue key']);
    expect((await lastEvents(stage, 'device.removed')).at(-1)).toMatchObject({
      reason: 'owner',
      detail: JSON.stringify({ about: 'Old', by: laptop.id }),
    });
    expect((await lastEvents(stage, 'credential.removed')).at(-1)).toMatchObject({
      reason: 'owner',
      device_id: laptop.id,
    });
  });

  it('is over when the browser that opened it is removed in it', async () => {
    const old = await stage.pair('Old');
    await enterBy(old);
    expect((await browser.remove(old.id)).body.error).toBe('portal_closed');
    expect((await old.call('GET', pathTo('deviceInbox'))).body.error).toBe('device_unknown');
  });

  it('leaves the last way to sign in', async () => {
    await enterByKey();
    const blue = named(await devices(), 'Blue key');
    await policy({ browserApproval: 'off' });
    expect((await browser.remove(blue)).body.error).toBe('last_method');
    await policy({ browserApproval: 'click' });
    const replies = await Promise.all([browser.remove(blue), browser.remove(laptop.id)]);
    expect(replies.map(({ body }) => body.error).filter(Boolean)).toEqual(['last_method']);
    const left = await devices();
    expect(left).toHaveLength(1);
    if (left[0]?.id === blue) laptop = await stage.pair('Laptop');
    else await register(stage, { device: laptop, authenticator: key, name: 'Blue key' });
  });

  it('says no to whatever is not the person’s, and to what there is not', async () => {
    const sam = await stage.service.addUser('sam');
    const sams = await stage.pair('Sam’s', sam);
    await enterByKey();
    for (const id of [sams.id, `DB${'A'.repeat(18)}`, `WA${'A'.repeat(18)}`, 'nonsense']) {
      expect((await browser.rename(id, 'Mine')).body.error).toBe('not_found');
      expect((await browser.remove(id)).body.error).toBe('not_found');
    }
    expect((await invite(sams.id)).body.error).toBe('push_browser_gone');
    expect(await stage.service.rooms.devices.active(sam)).toMatchObject([{ name: 'Sam’s' }]);
  });
});

describe('a browser that is added at the portal', () => {
  it('is paired by the link', async () => {
    await enterByKey();
    const added = await pairBy(stage, linkIn(await invite()), 'Library');
    expect(named(await devices(), 'Library')).toBe(added.id);
  });

  it('takes the place of an old one', async () => {
    const old = await stage.pair('Old');
    await enterByKey();
    await pairBy(stage, linkIn(await invite(old.id)), 'New');
    expect(named(await devices(), 'Old')).toBeNull();
    expect((await lastEvents(stage, 'device.removed')).at(-1)).toMatchObject({ reason: 'replaced' });
  });

  it('is none any more after “Not you?” about the sign-in that opened the portal', async () => {
    const stolen = await stage.pair('Stolen');
    const prompt = await enterBy(stolen);
    const used = await pairBy(stage, linkIn(await invite()), 'Thief’s');
    const unused = linkIn(await invite());
    const push = (await laptop.inbox()).requests.findLast(({ state }) => state === 'approved');
    expect((await laptop.call('POST', pathTo('deviceNotMe', push?.id))).status).toBe(200);
    expect((await prompt.read()).state).toBe('refused');
    expect((await used.call('GET', pathTo('deviceInbox'))).body.error).toBe('device_suspended');
    expect((await openInvitation(stage.service, unused)).refused?.body.error).toBe('invitation_unknown');
  });
});

describe('what adds or removes a way to sign in at the portal', () => {
  /** Both, with what each of them says. */
  async function expectBoth(error: string): Promise<void> {
    const old = named(await devices(), 'Library');
    expect((await browser.remove(old)).body.error).toBe(error);
    expect((await invite()).body.error).toBe(error);
  }

  it('takes a proof that is not older than a step-up’s', async () => {
    await enterByKey();
    const { provenUntil, now, expiresAt } = stateIn(await browser.state());
    expect(provenUntil - now).toBeLessThanOrEqual(STEP_UP_LIFE);
    expect(provenUntil).toBeLessThan(expiresAt);
    await stage.service.advance(STEP_UP_LIFE);
    await expectBoth('proof_again');
    await enterByKey();
    expect((await invite()).status).toBe(200);
  });

  it('counts that time from the sign-in, however late the portal was opened from it', async () => {
    const prompt = await stage.site.begin('alex');
    await approve(laptop, prompt);
    await stage.service.advance(STEP_UP_LIFE);
    expect((await browser.enterFrom(prompt)).status).toBe(200);
    await expectBoth('proof_again');
  });

  it.each(['https://portal.example.org', 'null', ''])('is not for a page of “%s”', async (Origin) => {
    await enterByKey();
    const before = await devices();
    for (const reply of [
      await browser.rename(laptop.id, 'Planted', { Origin }),
      await browser.remove(laptop.id, { Origin }),
      await browser.post('portalInviting', { replaces: null }, { Origin }),
    ])
      expect(reply.body.error).toBe('wrong_origin');
    expect(await devices()).toEqual(before);
  });

  it('is not for what another site’s form can send, nor without the cookie', async () => {
    await enterByKey();
    const asForm = { 'Content-Type': 'text/plain' };
    const nobody = { Cookie: '' };
    for (const [headers, error] of [
      [asForm, 'bad_request'],
      [nobody, 'portal_closed'],
    ] as const)
      for (const reply of [
        await browser.rename(laptop.id, 'Planted', headers),
        await browser.remove(laptop.id, headers),
        await browser.post('portalInviting', { replaces: null }, headers),
      ])
        expect(reply.body.error).toBe(error);
    expect(named(await devices(), 'Laptop')).toBe(laptop.id);
  });

  it('takes what it knows, and nothing more', async () => {
    await enterByKey();
    const blue = named(await devices(), 'Blue key') as CredentialId;
    for (const name of ['', ' ', 'x'.repeat(65)])
      expect((await browser.rename(blue, name)).body.error).toBe('bad_request');
    expect((await browser.post('portalInviting', {})).body.error).toBe('bad_request');
    expect((await invite(blue)).body.error).toBe('bad_request');
  });
});
