import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../../lib/ports/clock.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { type Alteration, TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { Stage } from '../../fakes/stage.ts';
import { answer, ask, register, startWithExtension } from './set-up.ts';

let stage: Stage;
let laptop: TestDevice;
let origin: string;
const key = new TestAuthenticator();

beforeAll(async () => {
  stage = await startWithExtension();
  origin = stage.service.origin;
  laptop = await stage.pair('Laptop');
  expect((await register(stage, { device: laptop, authenticator: key })).status).toBe(200);
});
afterAll(() => stage.stop());
beforeEach(() => stage.service.setPolicy({ lockout: { threshold: 10, scope: 'guessable' } }));

describe('a security key as the second step', () => {
  it('signs in, and the way back to the site is open at once', async () => {
    const prompt = await stage.site.begin('alex');
    expect(await prompt.read()).toMatchObject({
      state: 'choosing',
      // The change that added the key was approved by a browser.
      opensWith: 'push',
      methods: [
        { method: 'security_key', ready: true, why: null, devices: ['Security key'] },
        { method: 'push', ready: true },
      ],
    });
    const options = await ask(prompt);
    expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'discouraged' });
    expect(await answer(prompt, key.get(options, { origin }))).toEqual({ status: 200, body: {} });
    expect((await prompt.read()).state).toBe('approved');
    const { body } = await stage.site.exchange(await prompt.finish());
    expect(body.id_token).toBeTypeOf('string');
  });

  it('takes back a request that waits, so that one thing is asked at a time', async () => {
    const prompt = await stage.site.begin('alex');
    await laptop.prove(prompt);
    await prompt.post('promptPush');
    const options = await ask(prompt);
    expect(await prompt.read()).toMatchObject({
      state: 'choosing',
      parts: { push: { latest: { state: 'withdrawn' } } },
    });
    expect((await answer(prompt, key.get(options, { origin }))).status).toBe(200);
  });

  it('answers nothing once a request was sent after the question, since that is another way', async () => {
    const prompt = await stage.site.begin('alex');
    const options = await ask(prompt);
    await laptop.prove(prompt);
    await prompt.post('promptPush');
    expect((await answer(prompt, key.get(options, { origin }))).body.error).toBe('challenge_used');
    const { requests } = await laptop.inbox();
    expect(requests.some(({ state }) => state === 'pending')).toBe(true);
  });

  it('is not blocked by a lock-out of what can be guessed', async () => {
    const { floor, users } = stage.service.rooms;
    await floor.db.write((tx) => users.recordFailure(tx, stage.alex, { threshold: 1, minutes: 0 }));
    const prompt = await stage.site.begin('alex');
    expect((await answer(prompt, key.get(await ask(prompt), { origin }))).status).toBe(200);

    await stage.service.setPolicy({ lockout: { scope: 'all' } });
    const locked = await stage.site.begin('alex');
    const refused = await locked.post('promptAssertionBegin', { method: 'security_key' });
    expect(refused.body.error).toBe('locked_out');
    await floor.db.write((tx) => users.unlock(tx, stage.alex));
  });

  it('is refused for a person who was disabled after the question', async () => {
    const { floor, users } = stage.service.rooms;
    const prompt = await stage.site.begin('alex');
    const options = await ask(prompt);
    await floor.db.write((tx) => users.setStatus(tx, stage.alex, 'disabled'));
    expect((await answer(prompt, key.get(options, { origin }))).body.error).toBe('user_disabled');
    await floor.db.write((tx) => users.setStatus(tx, stage.alex, 'active'));
  });

  it.each([
    ['another kind than any registered', 'alex', 'platform'],
    ['a name that nobody has', 'nobody', 'security_key'],
  ])('has nothing to ask: %s', async (_, username, method) => {
    await stage.service.setPolicy({ newUsers: 'allow' });
    const prompt = await stage.site.begin(username);
    expect((await prompt.post('promptAssertionBegin', { method })).body.error).toBe('authenticator_none');
    expect((await answer(prompt, key.get(await asked(), { origin }))).body.error).toBe(
      username === 'alex' ? 'challenge_used' : 'authenticator_none',
    );
    await stage.service.setPolicy({ newUsers: 'invitation' });
  });

  const asked = async () => ask(await stage.site.begin('alex'));
});

/** One thing at a time, everything else right and rightly signed. */
const altered: [string, Alteration & { origin?: string }, string][] = [
  ['type', { type: 'webauthn.create' }, 'ceremony_type'],
  ['challenge', { challenge: 'A'.repeat(22) }, 'challenge_wrong'],
  ['origin: a relaying site', { origin: 'https://localhost.example.org' }, 'ceremony_origin'],
  ['origin: another port', { origin: 'https://localhost:1' }, 'ceremony_origin'],
  ['origin: plain http', { origin: 'http://localhost' }, 'ceremony_origin'],
  ['origin: an extension’s page', { origin: `chrome-extension://${'a'.repeat(32)}` }, 'ceremony_origin'],
  ['cross origin', { crossOrigin: true }, 'ceremony_embedded'],
  ['top origin', { topOrigin: 'https://portal.example.org' }, 'ceremony_embedded'],
  ['RP ID hash', { rpId: 'example.org' }, 'ceremony_rp'],
  ['user presence', { userPresent: false }, 'user_presence_missing'],
  ['backed up, and cannot be', { backedUp: true }, 'ceremony_malformed'],
  ['backup eligibility', { backupEligible: true }, 'backup_changed'],
  ['signature', { signature: 'wrong' }, 'ceremony_signature'],
  ['no signature', { signature: 'none' }, 'ceremony_signature'],
  ['credential', { rawId: 'B'.repeat(43) }, 'authenticator_unknown'],
  ['user handle', { userHandle: 'C'.repeat(43) }, 'user_handle_wrong'],
];

describe('an answer of which one thing was altered', () => {
  it.each(altered)('%s', async (_, alteration, code) => {
    const prompt = await stage.site.begin('alex');
    const options = await ask(prompt);
    const { status, body } = await answer(prompt, key.get(options, { origin, ...alteration }));
    expect({ status: status >= 400, error: body.error }).toEqual({ status: true, error: code });
    expect((await prompt.read()).state).toBe('choosing');
    // It has used the question up, so that nobody may try again and again.
    expect((await answer(prompt, key.get(options, { origin }))).body.error).toBe('challenge_used');
    expect((await answer(prompt, key.get(await ask(prompt), { origin }))).status).toBe(200);
  });

  it.each([
    ['client data', 'clientDataJSON', Buffer.from('{"type":').toString('base64url'), 'ceremony_malformed'],
    ['authenticator data', 'authenticatorData', 'AAAA', 'ceremony_malformed'],
  ])('%s that nobody can read', async (_, member, value, code) => {
    const prompt = await stage.site.begin('alex');
    const response = key.get(await ask(prompt), { origin });
    const broken = { ...response, response: { ...response.response, [member]: value } };
    expect((await answer(prompt, broken)).body.error).toBe(code);
  });

  it('is told from a body that is none', async () => {
    const prompt = await stage.site.begin('alex');
    const response = key.get(await ask(prompt), { origin });
    expect((await answer(prompt, { ...response, type: 'password' })).body.error).toBe('bad_request');
    expect((await answer(prompt, { ...response, rawId: 'a b' })).body.error).toBe('bad_request');
    expect((await answer(prompt, { ...response, id: 'other' })).body.error).toBe('authenticator_unknown');
  });
});

describe('a challenge', () => {
  it('has 16 random bytes, and another each time', async () => {
    const prompt = await stage.site.begin('alex');
    const [first, second] = [await ask(prompt), await ask(prompt)];
    expect(Buffer.from(first.challenge, 'base64url')).toHaveLength(16);
    expect(second.challenge).not.toBe(first.challenge);
    expect((await answer(prompt, key.get(first, { origin }))).body.error).toBe('challenge_wrong');
  });

  it('is good for one of 50 answers at once', async () => {
    const prompt = await stage.site.begin('alex');
    const response = key.get(await ask(prompt), { origin });
    const replies = await Promise.all(Array.from({ length: 50 }, () => answer(prompt, response)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    const codes = new Set(replies.map(({ body }) => body.error));
    expect([...codes].toSorted()).toEqual(['challenge_used', undefined]);
  });

  it('is good once, also for the very same answer', async () => {
    const prompt = await stage.site.begin('alex');
    const response = key.get(await ask(prompt), { origin });
    expect((await answer(prompt, response)).status).toBe(200);
    expect((await answer(prompt, response)).body.error).toBe('challenge_used');
    const later = await stage.site.begin('alex');
    expect((await answer(later, response)).body.error).toBe('challenge_used');
    await ask(later);
    expect((await answer(later, response)).body.error).toBe('challenge_wrong');
  });

  it('of another sign-in opens nothing, and stays good for its own', async () => {
    const [one, other] = [await stage.site.begin('alex'), await stage.site.begin('alex')];
    const options = await ask(one);
    await ask(other);
    const response = key.get(options, { origin });
    expect((await answer(other, response)).body.error).toBe('challenge_wrong');
    expect((await answer(one, response)).status).toBe(200);
  });

  it('is good for five minutes', async () => {
    const prompt = await stage.site.begin('alex');
    const options = await ask(prompt);
    await stage.service.advance(5 * MINUTE - SECOND);
    const late = await stage.site.begin('alex');
    const lateOptions = await ask(late);
    expect((await answer(prompt, key.get(options, { origin }))).status).toBe(200);
    await stage.service.advance(5 * MINUTE);
    expect((await answer(late, key.get(lateOptions, { origin }))).body.error).toBe('challenge_used');
  });

  it('is asked for and answered only by the page that holds the sign-in', async () => {
    const prompt = await stage.site.begin('alex');
    const response = key.get(await ask(prompt), { origin });
    for (const headers of [{ Origin: 'https://portal.example.org' }, { Cookie: '' }]) {
      const begun = await prompt.post('promptAssertionBegin', { method: 'security_key' }, headers);
      expect(begun.status).toBe(403);
      expect((await prompt.post('promptAssertion', { response }, headers)).status).toBe(403);
    }
    expect((await answer(prompt, response)).status).toBe(200);
  });
});

describe('another person’s authenticator', () => {
  let sam: UserId;
  const theirs = new TestAuthenticator();

  beforeAll(async () => {
    sam = await stage.service.addUser('sam');
    const desk = await stage.pair('Desk', sam);
    expect((await register(stage, { device: desk, authenticator: theirs })).status).toBe(200);
  });

  it('is unknown here, and good for its own person', async () => {
    const prompt = await stage.site.begin('alex');
    const { allowCredentials: _, ...anyOfYours } = await ask(prompt);
    expect((await answer(prompt, theirs.get(anyOfYours, { origin }))).body.error).toBe(
      'authenticator_unknown',
    );
    const own = await stage.site.begin('sam');
    expect((await answer(own, theirs.get(await ask(own), { origin }))).status).toBe(200);
  });
});

it('the authenticator may find the account by itself, and tell whose it is or not', async () => {
  for (const userHandle of [undefined, null] as const) {
    const prompt = await stage.site.begin('alex');
    const { allowCredentials: _, ...anyOfYours } = await ask(prompt);
    const response = key.get(anyOfYours, { origin, ...(userHandle === null && { userHandle }) });
    expect((await answer(prompt, response)).status).toBe(200);
  }
});

it.each([-7, -8, -257] as const)('algorithm %i', async (algorithm) => {
  const authenticator = new TestAuthenticator({ algorithm });
  expect((await register(stage, { device: laptop, authenticator })).status).toBe(200);
  const prompt = await stage.site.begin('alex');
  expect((await answer(prompt, authenticator.get(await ask(prompt), { origin }))).status).toBe(200);
  const again = await stage.site.begin('alex');
  const forged = authenticator.get(await ask(again), { origin, signature: 'wrong' });
  expect((await answer(again, forged)).body.error).toBe('ceremony_signature');
});
