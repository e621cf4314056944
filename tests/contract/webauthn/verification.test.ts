import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { AuthenticatorKind } from '../../../lib/protocol/webauthn.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { Stage } from '../../fakes/stage.ts';
import { answer, ask, EXTENSION, lastEvents, register, startWithExtension } from './set-up.ts';

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

async function removeAll(): Promise<void> {
  const { floor, credentials } = stage.service.rooms;
  const own = await credentials.of(floor.db.read, stage.alex);
  await floor.db.write(async (tx) => {
    for (const { id } of own) await credentials.end(tx, id, { reason: 'operator' });
  });
}
afterEach(removeAll);

async function add(authenticator: TestAuthenticator, kind: AuthenticatorKind = 'security_key', place = {}) {
  const reply = await register(stage, { device: laptop, authenticator, kind, place });
  expect(reply.status).toBe(200);
}

async function signIn(authenticator: TestAuthenticator, method: AuthenticatorKind, place = {}) {
  const prompt = await stage.site.begin('alex');
  const options = await ask(prompt, method);
  const reply = await answer(prompt, authenticator.get(options, { origin, ...place }));
  return { asked: options.userVerification, ...reply };
}

describe('user verification', () => {
  it('this computer must show it, at registration and at each use', async () => {
    const computer = new TestAuthenticator({ kind: 'platform' });
    const careless = await register(stage, {
      device: laptop,
      authenticator: computer,
      kind: 'platform',
      place: { userVerified: false },
    });
    expect(careless.body.error).toBe('user_verification_missing');
    await add(computer, 'platform');
    expect(await signIn(computer, 'platform')).toMatchObject({ asked: 'required', status: 200 });
    const without = await signIn(computer, 'platform', { userVerified: false });
    expect(without.body.error).toBe('user_verification_missing');
  });

  it('of a key its touch is enough', async () => {
    const key = new TestAuthenticator();
    await add(key);
    expect(await signIn(key, 'security_key')).toMatchObject({ asked: 'discouraged', status: 200 });
  });

  it('a key that was registered with it must show it from then on', async () => {
    const key = new TestAuthenticator({ checksPerson: true });
    await add(key, 'security_key', { userVerified: true });
    expect(await signIn(key, 'security_key')).toMatchObject({ asked: 'required', status: 200 });
    const without = await signIn(key, 'security_key', { userVerified: false });
    expect(without.body.error).toBe('user_verification_missing');
  });

  it('among keys of both sorts each follows its own rule', async () => {
    const [touched, checked] = [new TestAuthenticator(), new TestAuthenticator({ checksPerson: true })];
    await add(touched);
    await add(checked, 'security_key', { userVerified: true });
    expect(await signIn(touched, 'security_key')).toMatchObject({ asked: 'preferred', status: 200 });
    expect(await signIn(checked, 'security_key')).toMatchObject({ asked: 'preferred', status: 200 });
    const without = await signIn(checked, 'security_key', { userVerified: false });
    expect(without.body.error).toBe('user_verification_missing');
  });
});

describe('a copy of a key', () => {
  beforeEach(() => stage.service.setPolicy({ cloneSuspected: 'refuse' }));

  /** Two of the same, of which the second was used more often. */
  async function twoOfThem(): Promise<[TestAuthenticator, TestAuthenticator]> {
    const key = new TestAuthenticator();
    await add(key);
    const copy = key.copy();
    for (const _ of [1, 2]) expect((await signIn(copy, 'security_key')).status).toBe(200);
    return [key, copy];
  }

  it('is refused, told once, and both are of no use until the key is registered anew', async () => {
    const [key, copy] = await twoOfThem();
    expect((await signIn(key, 'security_key')).body.error).toBe('authenticator_clone');
    const prompt = await stage.site.begin('alex');
    expect((await prompt.read()).methods[0]).toEqual({
      method: 'security_key',
      ready: false,
      why: 'authenticator_clone',
      devices: ['Security key'],
    });
    const begun = await prompt.post('promptAssertionBegin', { method: 'security_key' });
    expect(begun.body.error).toBe('authenticator_clone');
    const told = await lastEvents(stage, 'credential.clone_suspected');
    expect(told).toEqual([expect.objectContaining({ alert: 1 })]);
    const { notices } = await laptop.inbox();
    expect(notices).toContainEqual(
      expect.objectContaining({ kind: 'credential_clone_suspected', about: 'Security key' }),
    );
    const list = await laptop.call('GET', '/device/v1/credentials');
    expect(list.body.credentials).toEqual([expect.objectContaining({ cloneSuspected: true })]);

    await removeAll();
    await add(copy);
    expect((await signIn(copy, 'security_key')).status).toBe(200);
  });

  it('is refused also where the question was open before the other one was noticed', async () => {
    const [key, copy] = await twoOfThem();
    const prompt = await stage.site.begin('alex');
    const options = await ask(prompt);
    await signIn(key, 'security_key');
    expect((await answer(prompt, copy.get(options, { origin }))).body.error).toBe('authenticator_clone');
  });

  it('is let in where policy only warns, and told all the same', async () => {
    await stage.service.setPolicy({ cloneSuspected: 'warn' });
    const before = (await lastEvents(stage, 'credential.clone_suspected')).length;
    const [key, copy] = await twoOfThem();
    expect((await signIn(key, 'security_key')).status).toBe(200);
    expect((await signIn(copy, 'security_key')).status).toBe(200);
    expect(await lastEvents(stage, 'credential.clone_suspected')).toHaveLength(before + 1);
  });

  it.each([
    ['the same', 3],
    ['less', 2],
    ['none any more', 0],
  ])('is a counter that says %s', async (_, signCount) => {
    const key = new TestAuthenticator();
    await add(key);
    expect((await signIn(key, 'security_key', { signCount: 3 })).status).toBe(200);
    expect((await signIn(key, 'security_key', { signCount })).body.error).toBe('authenticator_clone');
  });

  it('is not a counter that never counted', async () => {
    const key = new TestAuthenticator({ counts: false });
    await add(key);
    for (const _ of [1, 2]) expect((await signIn(key, 'security_key')).status).toBe(200);
  });
});

describe('what can be backed up', () => {
  it('may be so or not from one use to the next', async () => {
    const computer = new TestAuthenticator({ kind: 'platform', backupEligible: true });
    await add(computer, 'platform');
    for (const backedUp of [true, false])
      expect((await signIn(computer, 'platform', { backedUp })).status).toBe(200);
  });

  it('always can, and what cannot never can', async () => {
    const computer = new TestAuthenticator({ kind: 'platform', backupEligible: true });
    await add(computer, 'platform');
    const changed = await signIn(computer, 'platform', { backupEligible: false });
    expect(changed.body.error).toBe('backup_changed');
  });
});

it('the extension’s own page cannot be used to sign in', async () => {
  const key = new TestAuthenticator();
  await add(key);
  const reply = await signIn(key, 'security_key', { origin: EXTENSION });
  expect(reply.body.error).toBe('ceremony_origin');
});
