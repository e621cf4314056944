import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { ApplicationId, TransactionId, UserId } from '../../../lib/protocol/ids.ts';
import { assertionRefusals } from './assertion-refusals.ts';
import { type Encoding, type Fields, jwt, type Portal, startPortal } from './portal.ts';

let portal: Portal;
let alex: UserId;
beforeAll(async () => {
  portal = await startPortal();
  await portal.service.setPolicy({ trustedBrowsers: { hours: 720, scope: 'all' } });
  alex = await portal.service.addUser('alex');
});
afterAll(() => portal.service.stop());

interface Site {
  id: ApplicationId;
  secret: string;
}

function fields(username: string, { site = portal.application as Site, ...change } = {}): Fields {
  const claims = { iss: site.id, sub: site.id, ...change };
  const client_assertion = jwt(portal.assertionClaims('passwordChanged', claims), site.secret);
  return { client_id: site.id, client_assertion, username };
}

const tell = (username: string, options: Parameters<typeof fields>[1] = {}) =>
  portal.post('passwordChanged', fields(username, options));

/** Another of the person's browsers is trusted, without a sign-in. */
const trust = (application: ApplicationId | null, user = alex) => {
  const { floor, trust: room } = portal.service.rooms;
  return floor.db.write((tx) =>
    room.make(tx, {
      user,
      application,
      holder: { family: crypto.randomUUID() },
      browser: 'Firefox on Linux',
      transaction: 'A'.repeat(22) as TransactionId,
      address: '192.0.2.7',
      hours: 720,
      limit: 50,
    }),
  );
};

const standing = async (user = alex) => {
  const { floor, trust: room } = portal.service.rooms;
  return (await room.list(floor.db.read, user)).map(({ id }) => id);
};

const reasons = async (event: string) => (await portal.audited(event)).map(({ reason }) => reason);

describe('a password that was changed at a site', () => {
  it('ends the person’s trust for this site and for all, and no other', async () => {
    const library = await portal.service.addApplication('Library');
    const sam = await portal.service.addUser('sam');
    await trust(portal.application.id);
    await trust(null);
    const elsewhere = await trust(library.id);
    const theirs = await trust(portal.application.id, sam);
    const reply = await tell('ALEX');
    expect([reply.status, await reply.json()]).toEqual([200, {}]);
    expect(await standing()).toEqual([elsewhere.id]);
    expect(await standing(sam)).toEqual([theirs.id]);
    expect(await reasons('trust.ended')).toEqual(['password_changed', 'password_changed']);
    expect((await tell('alex', { site: library })).status).toBe(200);
    expect(await standing()).toEqual([]);
  });

  it('is told alike for a name that nobody has, and where nothing is trusted', async () => {
    for (const name of ['alex', 'nobody', `${'x'.repeat(500)}\u0000`]) {
      const reply = await tell(name);
      expect([reply.status, await reply.json()]).toEqual([200, {}]);
    }
  });

  it.each<Encoding>(['query', 'multipart', 'form'])('is told as SDKs tell things: %s', async (encoding) => {
    await trust(portal.application.id);
    expect((await portal.post('passwordChanged', fields('alex'), encoding)).status).toBe(200);
    expect(await standing()).toEqual([]);
  });

  it('is told once by each assertion', async () => {
    const told = fields('alex');
    expect((await portal.post('passwordChanged', told)).status).toBe(200);
    const { id } = await trust(portal.application.id);
    const again = await portal.post('passwordChanged', told);
    expect([again.status, await again.json()]).toEqual([
      400,
      { error: 'invalid_client', error_description: expect.any(String) },
    ]);
    expect(await standing()).toEqual([id]);
    expect(await reasons('web_sdk.password_change_refused')).toContain('assertion_replayed');
  });
});

describe('nothing is ended by', () => {
  test.each(assertionRefusals)('%s', async (_, wrong, reason) => {
    await portal.post('passwordChanged', fields('alex'));
    const { id } = await trust(portal.application.id);
    const good = portal.assertionClaims('passwordChanged');
    const reply = await portal.post('passwordChanged', { ...fields('alex'), ...wrong(portal, good) });
    expect([reply.status, await reply.json()]).toEqual([
      400,
      { error: expect.any(String), error_description: expect.any(String) },
    ]);
    expect(await standing()).toEqual([id]);
    if (reason) expect(await reasons('web_sdk.password_change_refused')).toContain(reason);
  });

  test('an assertion for another endpoint', async () => {
    const { id } = await trust(portal.application.id);
    for (const endpoint of ['healthCheck', 'token'] as const) {
      const foreign = jwt(portal.assertionClaims(endpoint), portal.application.secret);
      const told = { ...fields('alex'), client_assertion: foreign };
      expect((await portal.post('passwordChanged', told)).status).toBe(400);
    }
    expect(await standing()).toContain(id);
  });

  test('a disabled application, or one that names nobody', async () => {
    const { id } = await trust(portal.application.id);
    await portal.setEnabled(false);
    expect((await tell('alex')).status).toBe(400);
    await portal.setEnabled(true);
    expect((await tell('')).status).toBe(400);
    expect(await standing()).toContain(id);
  });
});
