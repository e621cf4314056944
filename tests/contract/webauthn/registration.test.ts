import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { type Alteration, TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { Stage } from '../../fakes/stage.ts';
import { stepUp } from '../../fakes/step-up.ts';
import {
  answer,
  ask,
  beginRegistration,
  EXTENSION,
  lastEvents,
  register,
  startWithExtension,
} from './set-up.ts';

let stage: Stage;
let laptop: TestDevice;
let origin: string;

beforeAll(async () => {
  stage = await startWithExtension();
  origin = stage.service.origin;
  laptop = await stage.pair('Laptop');
});
afterAll(() => stage.stop());
// Step-ups are few a minute.
beforeEach(() => stage.service.advance(2 * MINUTE));

const finish = (response: object, more: object = {}) =>
  laptop.call('POST', pathTo('deviceCredentials'), { body: { response, ...more } });

interface Shown {
  id: string;
  name: string;
  kind: string;
}
const list = async (): Promise<Shown[]> =>
  (await laptop.call('GET', pathTo('deviceCredentials'))).body.credentials as Shown[];

describe('from the extension’s page', () => {
  it('asks for what a key must fit, and nothing twice', async () => {
    const { options } = await beginRegistration(stage, { device: laptop });
    expect(options).toMatchObject({
      rp: { id: 'localhost', name: 'Countersign' },
      user: { name: 'alex' },
      pubKeyCredParams: [{ alg: -7 }, { alg: -8 }, { alg: -257 }],
      attestation: 'none',
      excludeCredentials: [],
      authenticatorSelection: {
        authenticatorAttachment: 'cross-platform',
        residentKey: 'discouraged',
        userVerification: 'discouraged',
      },
    });
    expect(JSON.stringify(options)).not.toContain(stage.alex);
    const key = new TestAuthenticator();
    const added = await finish(key.create(options, { origin: EXTENSION }));
    expect(added).toMatchObject({
      status: 200,
      body: { credential: { kind: 'security_key', name: 'Security key', lastUsedAt: null } },
    });
    const again = await beginRegistration(stage, { device: laptop });
    expect(() => key.create(again.options, { origin: EXTENSION })).toThrow(DOMException);
  });

  it('asks this computer to check who is there', async () => {
    const { options } = await beginRegistration(stage, { device: laptop, kind: 'platform' });
    expect(options).toMatchObject({
      authenticatorSelection: {
        authenticatorAttachment: 'platform',
        residentKey: 'preferred',
        userVerification: 'required',
      },
    });
  });

  it('calls it what the person says, or else finds a name', async () => {
    const named = await register(stage, {
      device: laptop,
      authenticator: new TestAuthenticator(),
      name: 'Blue key',
    });
    expect(named.body.credential).toMatchObject({ name: 'Blue key' });
    const unnamed = await register(stage, { device: laptop, authenticator: new TestAuthenticator() });
    expect(unnamed.body.credential).toMatchObject({ name: 'Security key 2' });
  });

  it('believes the browser as to what answered', async () => {
    const computer = new TestAuthenticator({ kind: 'platform' });
    const added = await register(stage, {
      device: laptop,
      authenticator: computer,
      place: { userVerified: true },
    });
    expect(added.body.credential).toMatchObject({ kind: 'platform' });
    const silent = await beginRegistration(stage, { device: laptop });
    const response = new TestAuthenticator().create(silent.options, { origin: EXTENSION });
    const reply = await finish({ ...response, authenticatorAttachment: null });
    expect(reply.body.credential).toMatchObject({ kind: 'security_key' });
  });

  it('tells the person’s browsers, and what it was done in', async () => {
    await register(stage, { device: laptop, authenticator: new TestAuthenticator(), name: 'Told key' });
    const { notices } = await laptop.inbox();
    expect(notices).toContainEqual(expect.objectContaining({ kind: 'credential_added', about: 'Told key' }));
    const [last] = (await lastEvents(stage, 'credential.added')).slice(-1);
    expect(last).toMatchObject({ device_id: laptop.id });
    expect(JSON.parse(last?.detail ?? '')).toMatchObject({ about: 'Told key', kind: 'security_key' });
  });

  it('takes a fresh step-up for this purpose, by this browser', async () => {
    const begin = (device: TestDevice, proof: string) =>
      device.call('POST', pathTo('deviceRegistrationBegin'), {
        body: { stepUp: proof, kind: 'security_key' },
      });
    const proof = await stepUp(stage, laptop);
    const other = await stage.pair('Other');
    for (const refused of [
      await begin(laptop, 'A'.repeat(22)),
      await begin(laptop, await stepUp(stage, laptop, 'credential_remove')),
      await begin(other, proof),
    ])
      expect(refused.body.error).toBe('step_up_needed');
    expect((await begin(laptop, proof)).status).toBe(200);
    expect((await begin(laptop, proof)).status).toBe(200);
    await stage.service.advance(5 * MINUTE);
    expect((await begin(laptop, proof)).body.error).toBe('step_up_needed');
  });
});

/** One thing at a time, everything else right. */
const altered: [string, Alteration & { origin?: string }, string][] = [
  ['type', { type: 'webauthn.get' }, 'ceremony_type'],
  ['challenge', { challenge: 'A'.repeat(22) }, 'challenge_wrong'],
  ['origin: a web page', { origin: 'https://portal.example.org' }, 'ceremony_origin'],
  ['origin: another extension’s page', { origin: `chrome-extension://${'a'.repeat(32)}` }, 'ceremony_origin'],
  [
    'origin: the page’s own address in Firefox',
    { origin: 'moz-extension://6d6f7a2d-0000-4000-8000-000000000000' },
    'ceremony_origin',
  ],
  ['cross origin', { crossOrigin: true }, 'ceremony_embedded'],
  ['top origin', { topOrigin: 'https://portal.example.org' }, 'ceremony_embedded'],
  ['RP ID hash', { rpId: 'example.org' }, 'ceremony_rp'],
  ['user presence', { userPresent: false }, 'user_presence_missing'],
  ['backed up, and cannot be', { backedUp: true }, 'ceremony_malformed'],
];

describe('a registration of which one thing was altered', () => {
  it.each(altered)('%s', async (_, alteration, code) => {
    const before = await list();
    const { options } = await beginRegistration(stage, { device: laptop });
    const key = new TestAuthenticator();
    const refused = await finish(key.create(options, { origin: EXTENSION, ...alteration }));
    expect(refused.body.error).toBe(code);
    const right = new TestAuthenticator().create(options, { origin: EXTENSION });
    expect((await finish(right)).body.error).toBe('challenge_used');
    expect(await list()).toEqual(before);
  });

  it('an algorithm that nobody offered', async () => {
    const authenticator = new TestAuthenticator({ algorithm: -35 });
    const refused = await register(stage, { device: laptop, authenticator });
    expect(refused.body.error).toBe('ceremony_algorithm');
  });

  it('the id in the browser’s answer is another than the authenticator’s', async () => {
    const { options } = await beginRegistration(stage, { device: laptop });
    const response = new TestAuthenticator().create(options, { origin: EXTENSION });
    const other = 'B'.repeat(43);
    expect((await finish({ ...response, id: other, rawId: other })).body.error).toBe('ceremony_malformed');
  });

  it('what is no attestation object', async () => {
    const { options } = await beginRegistration(stage, { device: laptop });
    const response = new TestAuthenticator().create(options, { origin: EXTENSION });
    const broken = { ...response, response: { ...response.response, attestationObject: 'oWNmbXQ' } };
    expect((await finish(broken)).body.error).toBe('ceremony_malformed');
  });
});

describe('a challenge', () => {
  it('is good for one of 50 answers at once', async () => {
    const { options } = await beginRegistration(stage, { device: laptop });
    const before = (await list()).length;
    const response = new TestAuthenticator().create(options, { origin: EXTENSION });
    const replies = await Promise.all(Array.from({ length: 50 }, () => finish(response)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await list()).toHaveLength(before + 1);
  });

  it('of another browser is not this one’s', async () => {
    const other = await stage.pair('Another');
    const { options } = await beginRegistration(stage, { device: other });
    const response = new TestAuthenticator().create(options, { origin: EXTENSION });
    expect((await finish(response)).body.error).toBe('challenge_used');
  });

  it('is good for five minutes', async () => {
    const { options } = await beginRegistration(stage, { device: laptop });
    await stage.service.advance(5 * MINUTE);
    const response = new TestAuthenticator().create(options, { origin: EXTENSION });
    expect((await finish(response)).body.error).toBe('challenge_used');
  });
});

describe('somebody else’s credential', () => {
  it('cannot be registered a second time, by whomever', async () => {
    const sam = await stage.service.addUser('sam');
    const desk = await stage.pair('Desk', sam);
    const theirs = new TestAuthenticator();
    const first = await register(stage, { device: desk, authenticator: theirs });
    expect(first.status).toBe(200);
    const prompt = await stage.site.begin('sam');
    const { allowCredentials } = await ask(prompt);
    const [{ id: rawId } = { id: '' }] = allowCredentials as { id: string }[];
    const stolen = await register(stage, {
      device: laptop,
      authenticator: new TestAuthenticator(),
      place: { rawId },
    });
    expect(stolen.body.error).toBe('authenticator_registered');
  });
});

describe('on the service’s own page', () => {
  const page = async (route: 'ceremonyBegin' | 'ceremonyEnd', body: object, from = origin) => {
    const response = await fetch(stage.service.base + pathTo(route), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: from },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  /** What the database and the log hold while the ticket is good. */
  const keptOf = async (challenge: string): Promise<string> => {
    const { floor } = stage.service.rooms;
    const rows = await floor.db.read
      .selectFrom('challenges')
      .selectAll()
      .where('challenge', '=', challenge)
      .execute();
    expect(rows).toHaveLength(1);
    return JSON.stringify([rows, stage.service.log]);
  };

  it('the same registration goes on with its ticket, which opens once', async () => {
    const { options, ticket } = await beginRegistration(stage, { device: laptop });
    expect(await keptOf(options.challenge)).not.toContain(ticket);
    const begun = await page('ceremonyBegin', { ticket });
    expect(begun.body).toEqual({ options, kind: 'security_key', username: 'alex' });
    expect((await page('ceremonyBegin', { ticket })).body.error).toBe('challenge_used');
    const key = new TestAuthenticator();
    const response = key.create(options, { origin });
    const ended = await page('ceremonyEnd', { ticket, response, name: 'Page key' });
    expect(ended.body.credential).toMatchObject({ name: 'Page key' });
    expect((await page('ceremonyEnd', { ticket, response })).body.error).toBe('challenge_used');
    const prompt = await stage.site.begin('alex');
    expect((await answer(prompt, key.get(await ask(prompt), { origin }))).status).toBe(200);
  });

  it('takes an answer from its own origin alone', async () => {
    const { options, ticket } = await beginRegistration(stage, { device: laptop });
    await page('ceremonyBegin', { ticket });
    const response = new TestAuthenticator().create(options, { origin: EXTENSION });
    expect((await page('ceremonyEnd', { ticket, response })).body.error).toBe('ceremony_origin');
  });

  it('nothing comes of a ticket that was not opened, of another’s, or from another site', async () => {
    const { options, ticket } = await beginRegistration(stage, { device: laptop });
    const response = new TestAuthenticator().create(options, { origin });
    expect((await page('ceremonyEnd', { ticket, response })).body.error).toBe('challenge_used');
    expect((await page('ceremonyBegin', { ticket: 'A'.repeat(43) })).body.error).toBe('challenge_used');
    expect((await page('ceremonyBegin', { ticket }, 'https://portal.example.org')).status).toBe(403);
    expect((await page('ceremonyBegin', { ticket })).status).toBe(200);
    await stage.service.advance(5 * MINUTE);
    expect((await page('ceremonyEnd', { ticket, response })).body.error).toBe('challenge_used');
  });

  it('nothing comes of it once the browser was removed, or the person disabled', async () => {
    const { floor, devices, users } = stage.service.rooms;
    const other = await stage.pair('Stolen');
    const { options, ticket } = await beginRegistration(stage, { device: other });
    await page('ceremonyBegin', { ticket });
    const response = new TestAuthenticator().create(options, { origin });
    await floor.db.write((tx) => users.setStatus(tx, stage.alex, 'disabled'));
    expect((await page('ceremonyEnd', { ticket, response })).body.error).toBe('user_disabled');
    await floor.db.write((tx) => users.setStatus(tx, stage.alex, 'active'));
    await floor.db.write((tx) =>
      devices.end(tx, other.id as DeviceId, { status: 'suspended', reason: 'operator' }),
    );
    expect((await page('ceremonyEnd', { ticket, response })).body.error).toBe('device_suspended');
  });
});
