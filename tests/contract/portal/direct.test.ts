import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import { CHALLENGE_LIFE } from '../../../lib/protocol/webauthn.ts';
import { type Alteration, TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { Stage } from '../../fakes/stage.ts';
import { lastEvents, register, startWithExtension } from '../webauthn/set-up.ts';
import { PortalBrowser, toNextMinute } from './set-up.ts';

let stage: Stage;
let laptop: TestDevice;
let origin: string;
let browser: PortalBrowser;
const key = new TestAuthenticator({ checksPerson: true });
const samsKey = new TestAuthenticator({ checksPerson: true });

beforeAll(async () => {
  stage = await startWithExtension();
  origin = stage.service.origin;
  laptop = await stage.pair('Laptop');
  const sam = await stage.service.addUser('sam');
  expect((await register(stage, { device: laptop, authenticator: key })).status).toBe(200);
  const samsLaptop = await stage.pair('Sam’s laptop', sam);
  expect((await register(stage, { device: samsLaptop, authenticator: samsKey })).status).toBe(200);
});
afterAll(() => stage.stop());
beforeEach(async () => {
  browser = new PortalBrowser(stage);
  await toNextMinute(stage);
});

const unproven = { status: 403, body: expect.objectContaining({ error: 'portal_unproven' }) };

it('opens with an authenticator that checks who is there', async () => {
  const question = await browser.ask('Alex');
  expect(question).toMatchObject({ rpId: 'localhost', userVerification: 'required' });
  expect(await browser.answer(key.get(question, { origin }))).toEqual({ status: 200, body: {} });
  expect((await browser.state()).body).toMatchObject({ username: 'alex', back: null });
  expect((await lastEvents(stage, 'portal.opened')).at(-1)).toMatchObject({
    reason: 'security_key',
    detail: '{"about":"Security key"}',
  });
});

it('takes one answer to one question', async () => {
  const answer = key.get(await browser.ask('alex'), { origin });
  expect((await browser.answer(answer)).status).toBe(200);
  expect((await new PortalBrowser(stage).answer(answer)).body.error).toBe('challenge_used');

  const question = await browser.ask('alex');
  expect(await browser.answer(key.get(question, { origin, userVerified: false }))).toMatchObject(unproven);
  expect((await browser.answer(key.get(question, { origin }))).body.error).toBe('challenge_used');
});

it('counts one of many same answers at once', async () => {
  const answer = key.get(await browser.ask('alex'), { origin });
  const replies = await Promise.all(Array.from({ length: 8 }, () => new PortalBrowser(stage).answer(answer)));
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
});

it('takes no answer to a question that is too old, or that a prompt has asked', async () => {
  const question = await browser.ask('alex');
  await stage.service.advance(CHALLENGE_LIFE);
  expect((await browser.answer(key.get(question, { origin }))).body.error).toBe('challenge_used');

  const prompt = await stage.site.begin('alex');
  const { body } = await prompt.post('promptAssertionBegin', { method: 'security_key' });
  const answer = key.get(body.options as never, { origin, userVerified: true });
  expect((await browser.answer(answer)).body.error).toBe('challenge_used');
});

it('approves no sign-in with an answer that was meant for the portal', async () => {
  const prompt = await stage.site.begin('alex');
  await prompt.post('promptAssertionBegin', { method: 'security_key' });
  const response = key.get(await browser.ask('alex'), { origin });
  expect((await prompt.post('promptAssertion', { response })).body.error).toBe('challenge_wrong');
});

const altered: [string, Alteration & { origin?: string }][] = [
  ['without a check of the person', { userVerified: false }],
  ['without a touch', { userPresent: false }],
  ['at another origin', { origin: 'https://localhost.example.org' }],
  ['on an extension’s page', { origin: `chrome-extension://${'a'.repeat(32)}` }],
  ['inside another site’s page', { crossOrigin: true }],
  ['for another service', { rpId: 'example.org' }],
  ['of another kind', { type: 'webauthn.create' }],
  ['with a wrong signature', { signature: 'wrong' }],
  ['without a signature', { signature: 'none' }],
  ['of an unknown authenticator', { rawId: 'B'.repeat(43) }],
  ['with another’s user handle', { userHandle: 'C'.repeat(43) }],
];

it.each(altered)('refuses an answer %s, and says no more than that', async (_, alteration) => {
  const response = key.get(await browser.ask('alex'), { origin, ...alteration });
  expect(await browser.answer(response)).toMatchObject(unproven);
  expect(browser.setCookie).toBeNull();
});

it('refuses an authenticator of somebody else', async () => {
  const { challenge, rpId } = await browser.ask('alex');
  const response = samsKey.get({ ...(await browser.ask('sam')), challenge, rpId }, { origin });
  expect(await browser.answer(response)).toMatchObject(unproven);
});

it('does not open for a person who is disabled or locked out of everything, whoever can sign', async () => {
  const { floor, users } = stage.service.rooms;
  const tried = async () => browser.answer(key.get(await browser.ask('alex'), { origin }));
  await floor.db.write((tx) => users.recordFailure(tx, stage.alex, { threshold: 1, minutes: 0 }));
  await stage.service.setPolicy({ lockout: { scope: 'all' } });
  expect((await tried()).body.error).toBe('locked_out');
  await stage.service.setPolicy({ lockout: { scope: 'guessable' } });
  expect((await tried()).status).toBe(200);
  await floor.db.write((tx) => users.unlock(tx, stage.alex));
  await floor.db.write((tx) => users.setStatus(tx, stage.alex, 'disabled'));
  expect((await tried()).body.error).toBe('user_disabled');
  await floor.db.write((tx) => users.setStatus(tx, stage.alex, 'active'));
});

it('refuses a copy of a key from its first use on, and tells of it', async () => {
  const sam = await stage.service.addUser('robin');
  const theirs = new TestAuthenticator({ checksPerson: true });
  await register(stage, { device: await stage.pair('Robin’s laptop', sam), authenticator: theirs });
  const copy = theirs.copy();
  for (let turn = 0; turn < 2; turn += 1)
    expect((await browser.answer(theirs.get(await browser.ask('robin'), { origin }))).status).toBe(200);
  const refused = await browser.answer(copy.get(await browser.ask('robin'), { origin }));
  expect(refused.body.error).toBe('authenticator_clone');
  expect((await lastEvents(stage, 'credential.clone_suspected')).at(-1)).toMatchObject({ alert: 1 });
});

describe('a name that nobody has', () => {
  const shapeOf = (question: object) => Object.keys(question).sort();

  it('is asked like any other, and the same each time, however it is written', async () => {
    const [known, first, again, differently] = [
      await browser.ask('alex'),
      await browser.ask('nobody'),
      await browser.ask('nobody'),
      await browser.ask('NOBODY'),
    ];
    expect(shapeOf(first)).toEqual(shapeOf(known));
    const [decoy] = first.allowCredentials;
    expect(Object.keys(decoy ?? {}).sort()).toEqual(Object.keys(known.allowCredentials[0] ?? {}).sort());
    expect(decoy?.id).toMatch(/^[\w-]{20,}$/);
    expect(again.allowCredentials).toEqual(first.allowCredentials);
    expect(differently.allowCredentials).toEqual(first.allowCredentials);
    expect(again.challenge).not.toBe(first.challenge);
  });

  it('is asked for the same after a restart', async () => {
    const before = await browser.ask('nobody');
    await stage.service.restart();
    expect((await browser.ask('nobody')).allowCredentials).toEqual(before.allowCredentials);
  });

  it('cannot be told from a person without any authenticator', async () => {
    await stage.service.addUser('casey');
    const question = await browser.ask('casey');
    expect(question.allowCredentials.length).toBeGreaterThan(0);
    expect((await browser.ask('casey')).allowCredentials).toEqual(question.allowCredentials);
  });

  it('gets the same words, whatever it answers', async () => {
    const { challenge, allowCredentials, rpId } = await browser.ask('nobody');
    const [decoy] = allowCredentials;
    const real = await browser.ask('alex');
    const forged = (rawId: string, challenge: string) =>
      key.get({ ...real, challenge, rpId }, { origin, rawId, signature: 'wrong' });
    const unknown = await browser.answer(forged(decoy?.id ?? '', challenge));
    const known = await browser.answer(forged(real.allowCredentials[0]?.id ?? '', real.challenge));
    expect(unknown).toEqual(known);
    expect(unknown).toMatchObject(unproven);
  });

  it('never opens with the key of somebody who is real', async () => {
    const { challenge } = await browser.ask('nobody');
    const response = key.get({ ...(await browser.ask('alex')), challenge }, { origin });
    expect(await browser.answer(response)).toMatchObject(unproven);
  });
});

describe('a stranger who asks on and on', () => {
  const asks = async (name: () => string, times: number) => {
    const replies = [];
    for (let turn = 0; turn < times; turn += 1)
      replies.push((await browser.post('portalAssertionBegin', { username: name() })).status);
    return replies;
  };

  it('is held up, for one name and for all together, and let on in the next minute', async () => {
    expect(await asks(() => 'alex', 11)).toEqual([...Array(10).fill(200), 429]);
    expect(await asks(() => 'ALEX', 1)).toEqual([429]);
    expect(await asks(() => 'nobody', 1)).toEqual([200]);
    const many = await asks(() => randomBytes(6).toString('hex'), 300);
    expect(many.filter((status) => status === 200)).toHaveLength(289);
    await stage.service.advance(MINUTE);
    expect((await browser.ask('alex')).challenge).toBeTypeOf('string');
  });

  it('keeps no writer busy', async () => {
    const write = vi.spyOn(stage.service.rooms.floor.db, 'write');
    const question = await browser.ask('nobody');
    await browser.answer(
      key.get({ ...(await browser.ask('alex')), ...question, allowCredentials: undefined }, { origin }),
    );
    await browser.state({ Cookie: `__Host-portal=${randomBytes(32).toString('base64url')}` });
    expect(write).not.toHaveBeenCalled();
    write.mockRestore();
  });
});
