import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, MINUTE } from '../../../lib/ports/clock.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { startTestService, type TestService } from '../../fakes/service.ts';
import {
  devicesOf,
  deviceView,
  eventsOf,
  invitationsOf,
  invite,
  mustClaim,
  mustOpen,
  newDevice,
  openInvitation,
  post,
} from './set-up.ts';

let service: TestService;
let people = 0;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.stop());

/** A person with an invitation whose page is open. */
async function invited() {
  const user = await service.addUser(`person${++people}`);
  const link = await invite(service, user);
  return { user, link, page: await mustOpen(service, link) };
}

describe('pairing from an invitation', () => {
  it('shows both sides the same digits and pairs once both have confirmed', async () => {
    const { user, page } = await invited();
    expect(page.username).toBe(`person${people}`);
    expect(await page.state()).toMatchObject({ state: 'open', link: null, digits: null });

    const device = newDevice(service);
    const claimed = await mustClaim(device, page.link, 'Firefox on Linux');
    const compared = await page.state();
    expect(compared).toMatchObject({
      state: 'compared',
      browser: 'Firefox on Linux',
      digits: claimed.digits,
      contested: false,
    });
    expect(claimed.digits).toMatch(/^\d{6}$/);

    expect(deviceView(await claimed.answer(true))).toMatchObject({ state: 'compared', device: null });
    expect(await page.state()).toMatchObject({ deviceConfirmed: true, pageConfirmed: false });
    expect((await page.answer(true)).body).toMatchObject({ state: 'done' });

    const view = deviceView(await claimed.view());
    expect(view.state).toBe('done');
    const [paired] = await devicesOf(service, user);
    expect(paired).toMatchObject({ id: view.device, name: 'Firefox on Linux' });
    device.adopt(view.device ?? '');
    expect((await device.inbox()).username).toBe(page.username);
    expect((await invitationsOf(service, user))[0]?.used_at).not.toBeNull();
    expect(await eventsOf(service, user)).toContain('device.added');
    expect(await eventsOf(service, user, true)).toEqual([]);
  });

  it('takes the confirmations in the other order, and each of them twice', async () => {
    const { user, page } = await invited();
    const claimed = await mustClaim(newDevice(service), page.link);
    expect((await page.answer(true)).body).toMatchObject({ pageConfirmed: true, state: 'compared' });
    expect((await page.answer(true)).status).toBe(200);
    expect(deviceView(await claimed.answer(true)).state).toBe('done');
    expect(deviceView(await claimed.answer(true)).state).toBe('done');
    expect(await devicesOf(service, user)).toHaveLength(1);
  });

  it('tells the page as soon as something changes', async () => {
    const { page } = await invited();
    const next = page.state(page.pairing.revision);
    await mustClaim(newDevice(service), page.link);
    expect(['claimed', 'compared']).toContain((await next).state);
  });

  it('works after a reload, which makes a new code', async () => {
    const { user, link, page } = await invited();
    const again = await mustOpen(service, link);
    expect(again.link).not.toBe(page.link);
    const claimed = await mustClaim(newDevice(service), again.link);
    await claimed.answer(true);
    await again.answer(true);
    expect(await devicesOf(service, user)).toHaveLength(1);
    expect((await page.ask()).body).toMatchObject({ error: 'invitation_used' });
  });

  it('refuses when either side says that the digits differ, and alerts', async () => {
    for (const side of ['page', 'device'] as const) {
      const { user, page } = await invited();
      const claimed = await mustClaim(newDevice(service), page.link);
      await (side === 'page' ? claimed : page).answer(true);
      await (side === 'page' ? page : claimed).answer(false);
      expect(await page.state()).toMatchObject({ state: 'refused', digits: null });
      expect(deviceView(await claimed.view()).state).toBe('refused');
      expect((await claimed.answer(true)).body).toMatchObject({ error: 'pairing_refused' });
      expect((await page.answer(true)).body).toMatchObject({ error: 'pairing_refused' });
      expect(await devicesOf(service, user)).toEqual([]);
      expect(await eventsOf(service, user, true)).toEqual(['pairing.mismatch']);
      expect((await invitationsOf(service, user))[0]?.used_at).toBeNull();
    }
  });

  it('lets a person give up before there are digits, without an alert', async () => {
    const { user, page } = await invited();
    expect((await page.answer(false)).body).toMatchObject({ state: 'refused' });
    expect(await eventsOf(service, user, true)).toEqual([]);
    expect(await newDevice(service).claim(page.link)).toMatchObject({
      refused: { body: { error: 'activation_expired' } },
    });
  });

  it('confirms nothing before there are digits', async () => {
    const { page } = await invited();
    expect((await page.answer(true)).body).toMatchObject({ error: 'pairing_state' });
  });

  it('refuses a device that does not open what it committed to', async () => {
    const { user, page } = await invited();
    const device = newDevice(service);
    const claim = await claimOnly(device, page.link);
    const opening = await device.call('POST', pathTo('devicePairingOpening', claim.pairing), {
      body: { nonce: randomBytes(32).toString('base64url') },
    });
    expect(opening.body).toMatchObject({ error: 'commitment_broken' });
    expect(await page.state()).toMatchObject({ state: 'refused', digits: null });
    expect(await eventsOf(service, user, true)).toEqual(['pairing.commitment_broken']);
  });

  it('takes the opening in its one canonical spelling only, since another would change the digits', async () => {
    const { page } = await invited();
    const device = newDevice(service);
    const claim = await claimOnly(device, page.link);
    const last = claim.nonce.at(-1) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const nonce = claim.nonce.slice(0, -1) + alphabet[alphabet.indexOf(last) + 1];
    expect(Buffer.from(nonce, 'base64url')).toEqual(Buffer.from(claim.nonce, 'base64url'));
    const opening = await device.call('POST', pathTo('devicePairingOpening', claim.pairing), {
      body: { nonce },
    });
    expect(opening.body).toMatchObject({ error: 'commitment_broken' });
  });

  it('answers a repeated claim of the same browser as before', async () => {
    const { user, page } = await invited();
    const device = newDevice(service);
    const first = await claimOnly(device, page.link);
    const again = await device.call('POST', pathTo('devicePairings'), { body: first.body });
    expect(again.body).toEqual(first.reply);
    expect(await eventsOf(service, user, true)).toEqual([]);
  });
});

describe('what has ended', () => {
  it('expires a code after a day and a comparison after ten minutes', async () => {
    const { page: waiting } = await invited();
    const { page: comparing } = await invited();
    const device = newDevice(service);
    const claimed = await mustClaim(device, comparing.link);
    await service.advance(10 * MINUTE);
    expect(await comparing.state()).toMatchObject({ state: 'expired' });
    expect(deviceView(await claimed.view()).state).toBe('expired');
    expect((await claimed.answer(true)).body).toMatchObject({ error: 'activation_expired' });
    expect((await comparing.answer(false)).body).toMatchObject({ error: 'activation_expired' });
    await service.advance(DAY);
    expect(await waiting.state()).toMatchObject({ state: 'expired' });
    expect(await newDevice(service).claim(waiting.link)).toMatchObject({
      refused: { status: 410, body: { error: 'activation_expired' } },
    });
  });

  it('refuses invitations that are unknown, too old, replaced or used', async () => {
    const user = await service.addUser(`person${++people}`);
    const old = await invite(service, user);
    const deadline = (await invitationsOf(service, user))[0]?.expires_at;
    await service.advance(DAY);
    const fresh = await invite(service, user);
    const [first, second] = await invitationsOf(service, user);
    expect(first?.voided_at).not.toBeNull();
    expect(second?.expires_at).toBe(deadline);
    expect(await openInvitation(service, old)).toMatchObject({
      refused: { body: { error: 'invitation_unknown' } },
    });
    expect(await openInvitation(service, `${old}x`)).toMatchObject({
      refused: { status: 404, body: { error: 'invitation_unknown' } },
    });
    await service.advance(30 * DAY);
    expect(await openInvitation(service, fresh)).toMatchObject({
      refused: { status: 410, body: { error: 'invitation_expired' } },
    });
    const renewed = await invite(service, user);
    expect((await invitationsOf(service, user))[2]?.expires_at).toBeGreaterThan(deadline ?? 0);
    const page = await mustOpen(service, renewed);
    const claimed = await mustClaim(newDevice(service), page.link);
    await page.answer(true);
    await claimed.answer(true);
    for (const _ of [1, 2]) {
      expect(await openInvitation(service, renewed)).toMatchObject({
        refused: { status: 409, body: { error: 'invitation_used' } },
      });
    }
    expect(await eventsOf(service, user, true)).toEqual(['invitation.contested']);
  });

  it('pairs nothing for a disabled account', async () => {
    const { user, link, page } = await invited();
    const claimed = await mustClaim(newDevice(service), page.link);
    const { db } = service.rooms.floor;
    await db.write((tx) => service.rooms.users.setStatus(tx, user, 'disabled'));
    await page.answer(true);
    expect((await claimed.answer(true)).body).toMatchObject({ error: 'user_disabled' });
    expect(await openInvitation(service, link)).toMatchObject({
      refused: { body: { error: 'user_disabled' } },
    });
    expect(await devicesOf(service, user)).toEqual([]);
  });

  it('keeps the newest five codes of an invitation, and refuses more comparisons than that', async () => {
    const { link, page } = await invited();
    for (let more = 0; more < 5; more++) await mustOpen(service, link);
    expect(await page.state()).toMatchObject({ state: 'refused' });
    for (let more = 0; more < 5; more++) {
      await mustClaim(newDevice(service), (await mustOpen(service, link)).link);
    }
    expect(await openInvitation(service, link)).toMatchObject({
      refused: { status: 429, body: { error: 'too_many' } },
    });
    await service.advance(10 * MINUTE);
    expect(await openInvitation(service, link)).toMatchObject({ link: expect.any(String) });
  });

  it('alerts the operator when an account that has a browser gets another', async () => {
    const { user, page } = await invited();
    const first = await mustClaim(newDevice(service), page.link);
    await Promise.all([page.answer(true), first.answer(true)]);
    const second = await mustOpen(service, await invite(service, user));
    const claimed = await mustClaim(newDevice(service), second.link);
    await Promise.all([second.answer(true), claimed.answer(true)]);
    expect(await devicesOf(service, user)).toHaveLength(2);
    expect(await eventsOf(service, user, true)).toEqual(['pairing.done']);
  });
});

describe('who may speak', () => {
  it('takes page calls from its own origin and with the page’s own secret only', async () => {
    const { link, page } = await invited();
    const invitation = new URL(link).hash.slice(1);
    const foreign = { service, origin: 'https://evil.example.org' };
    for (const call of [
      { route: 'invitationPairing', body: { invitation } },
      { route: 'invitationState', id: page.id, body: { secret: page.secret } },
      { route: 'invitationAnswer', id: page.id, body: { secret: page.secret, match: true } },
    ] as const) {
      expect((await post({ ...foreign, ...call })).body).toMatchObject({ error: 'wrong_origin' });
    }
    const secret = randomBytes(32).toString('base64url');
    for (const call of [
      { route: 'invitationState', id: page.id, body: { secret } },
      { route: 'invitationAnswer', id: page.id, body: { secret, match: true } },
    ] as const) {
      expect((await post({ service, ...call })).body).toMatchObject({ error: 'not_found' });
    }
  });

  it('takes device calls with a proof by the pairing’s own key, and never from a web page', async () => {
    const { page } = await invited();
    const device = newDevice(service);
    const claimed = await mustClaim(device, page.link);
    const path = pathTo('devicePairingAnswer', claimed.pairing);
    const body = { match: true };
    const stranger = newDevice(service);
    expect((await stranger.call('POST', path, { body })).body).toMatchObject({ error: 'proof_invalid' });
    expect((await device.call('POST', path, { body, proof: null })).body).toMatchObject({
      error: 'proof_missing',
    });
    const headers = { Origin: service.origin };
    expect((await device.call('POST', path, { body, headers })).body).toMatchObject({
      error: 'wrong_origin',
    });
    const proof = await device.proof('GET', pathTo('devicePairing', claimed.pairing));
    const view = () => device.call('GET', pathTo('devicePairing', claimed.pairing), { proof });
    expect((await view()).status).toBe(200);
    expect((await view()).body).toMatchObject({ error: 'proof_replayed' });
  });

  it('keeps links, codes and digits out of the database and the log', async () => {
    const { user, link, page } = await invited();
    const claimed = await mustClaim(newDevice(service), page.link);
    await page.answer(true);
    const { read } = service.rooms.floor.db;
    const rows = await Promise.all([
      read.selectFrom('invitations').selectAll().where('user_id', '=', user).execute(),
      read.selectFrom('pairings').selectAll().where('user_id', '=', user).execute(),
      read.selectFrom('audit').selectAll().where('user_id', '=', user).execute(),
    ]);
    const kept = JSON.stringify([rows, service.log]);
    for (const secret of [link, page.link].map((value) => new URL(value).hash.slice(1))) {
      expect(kept).not.toContain(secret);
    }
    expect(kept).not.toContain(page.secret);
    expect(JSON.stringify(rows[2])).not.toContain(claimed.digits);
  });
});

/** The claim without the opening. */
async function claimOnly(device: ReturnType<typeof newDevice>, link: string) {
  const nonce = randomBytes(32).toString('base64url');
  const { x, y } = device.signKey;
  const body = {
    code: new URL(link).hash.slice(1),
    commitment: createHash('sha256').update(Buffer.from(nonce, 'base64url')).digest('base64url'),
    signKey: { kty: 'EC', crv: 'P-256', x, y },
    receiveKey: { kty: 'EC', crv: 'P-256', x, y },
    name: 'Chrome on Linux',
  };
  const { body: reply } = await device.call('POST', pathTo('devicePairings'), { body });
  return { nonce, body, reply, pairing: String(reply.pairing) };
}
