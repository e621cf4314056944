import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { UserId } from '../../../lib/protocol/ids.ts';
import type { Method } from '../../../lib/protocol/prompt.ts';
import type { CeremonyOptions } from '../../../lib/protocol/webauthn.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import { JarBrowser, type JarPrompt } from '../../fakes/jar-browser.ts';
import { type Stage, siteOf } from '../../fakes/stage.ts';
import { giveBypass, giveToken } from '../passcode/set-up.ts';
import { wish } from '../push/set-up.ts';
import { register, startWithExtension } from '../webauthn/set-up.ts';

const HINT = '__Host-last-method';

let stage: Stage;
let people = 0;

beforeAll(async () => {
  stage = await startWithExtension();
});
afterAll(() => stage.stop());

/** Somebody with a key, a browser and a token, and a browser without a paired extension. */
async function somebody() {
  const username = `person${++people}`;
  const user = await stage.service.addUser(username);
  const laptop = await stage.pair('Laptop', user);
  const key = new TestAuthenticator();
  expect((await register(stage, { device: laptop, authenticator: key })).status).toBe(200);
  const token = await giveToken(stage.service, { user });
  let counter = 0;
  await forget(user);
  return { user, username, laptop, key, code: () => token.at(counter++), wrong: '000000' };
}

type Somebody = Awaited<ReturnType<typeof somebody>>;

/** As on the first day: adding the key was itself a success. */
const forget = (user: UserId): Promise<unknown> =>
  stage.service.rooms.floor.db.write(({ query }) =>
    query.deleteFrom('method_settings').where('user_id', '=', user).execute(),
  );

const fresh = (): JarBrowser => new JarBrowser(stage.service);

async function open(browser: JarBrowser, { username }: Somebody, site = stage.site): Promise<JarPrompt> {
  const { prompt, location } = await browser.open(site, username);
  expect(location).toBeNull();
  return prompt;
}

const opensWith = async (browser: JarBrowser, person: Somebody, site = stage.site): Promise<Method | null> =>
  (await (await open(browser, person, site)).read()).opensWith;

async function byCode(browser: JarBrowser, person: Somebody): Promise<void> {
  const prompt = await open(browser, person);
  expect((await prompt.post('promptPasscode', { passcode: person.code() })).status).toBe(200);
  await prompt.finish();
}

async function byKey(browser: JarBrowser, person: Somebody): Promise<void> {
  const prompt = await open(browser, person);
  const { body } = await prompt.post('promptAssertionBegin', { method: 'security_key' });
  const response = person.key.get(body.options as CeremonyOptions, { origin: stage.service.origin });
  expect((await prompt.post('promptAssertion', { response })).status).toBe(200);
  await prompt.finish();
}

/** The request, and the number that approves it elsewhere. */
async function requested(prompt: JarPrompt, { laptop }: Somebody) {
  expect((await prompt.post('promptPush', { device: 'all' })).status).toBe(200);
  const number = (await prompt.read()).parts.push?.latest?.number ?? '';
  const push = (await laptop.inbox()).requests.findLast(({ state }) => state === 'pending');
  if (!push) throw new Error('no request waits');
  return { push, number };
}

async function byPush(browser: JarBrowser, person: Somebody): Promise<void> {
  const prompt = await open(browser, person);
  const { push, number } = await requested(prompt, person);
  const decided = await person.laptop.decide(push, { decision: 'approve', number });
  expect(decided.body.state).toBe('approved');
  await prompt.finish();
}

describe('a prompt opens with', () => {
  it('the strongest at first', async () => {
    expect(await opensWith(fresh(), await somebody())).toBe('security_key');
  });

  it.each([
    ['passcode', byCode],
    ['push', byPush],
    ['security_key', byKey],
  ] as const)('what succeeded last, in whatever browser: %s', async (method, succeed) => {
    const person = await somebody();
    await (method === 'passcode' ? byKey : byCode)(fresh(), person);
    await succeed(fresh(), person);
    expect(await opensWith(fresh(), person)).toBe(method);
  });

  it('what succeeded last in this browser, whatever succeeds elsewhere', async () => {
    const person = await somebody();
    const [home, work] = [fresh(), fresh()];
    await byCode(home, person);
    await byPush(work, person);
    expect(await opensWith(home, person)).toBe('passcode');
    expect(await opensWith(work, person)).toBe('push');
    await byKey(home, person);
    expect(await opensWith(home, person)).toBe('security_key');
    expect(await opensWith(work, person)).toBe('push');
  });

  it('what each of the people succeeded with who share a browser', async () => {
    const [one, other] = [await somebody(), await somebody()];
    const shared = fresh();
    await byCode(shared, one);
    await byKey(shared, other);
    expect(await opensWith(shared, one)).toBe('passcode');
    expect(await opensWith(shared, other)).toBe('security_key');
    const held = shared.jar.get(HINT) ?? '';
    expect(held).toMatch(/^[\w-]{8}\.security_key~[\w-]{8}\.passcode$/);
    for (const { user, username } of [one, other]) {
      expect(held).not.toContain(user);
      expect(held).not.toContain(username);
    }
  });

  it('another one where that is not ready any more', async () => {
    const person = await somebody();
    const browser = fresh();
    await byCode(browser, person);
    await stage.service.setPolicy({ passcodes: 'off' });
    expect(await opensWith(browser, person)).toBe('security_key');
    await stage.service.setPolicy({ passcodes: 'on' });
  });
});

describe('nothing is learnt from', () => {
  let person: Somebody;
  let browser: JarBrowser;
  beforeEach(async () => {
    person = await somebody();
    browser = fresh();
    await byPush(browser, person);
  });

  const stays = async (): Promise<void> => {
    expect(await opensWith(browser, person)).toBe('push');
    expect(await opensWith(fresh(), person)).toBe('push');
  };

  it('a wrong code', async () => {
    const prompt = await open(browser, person);
    expect((await prompt.post('promptPasscode', { passcode: person.wrong })).status).toBe(403);
    await stays();
  });

  it('a key that was asked for and gave no right answer', async () => {
    const prompt = await open(browser, person);
    const { body } = await prompt.post('promptAssertionBegin', { method: 'security_key' });
    const options = body.options as CeremonyOptions;
    const response = person.key.get(options, { origin: stage.service.origin, signature: 'wrong' });
    expect((await prompt.post('promptAssertion', { response })).status).not.toBe(200);
    await stays();
  });

  it('a request that was denied', async () => {
    await byKey(browser, person);
    const prompt = await open(browser, person);
    const { push } = await requested(prompt, person);
    await person.laptop.decide(push, { decision: 'deny', reason: 'mistake' });
    expect(await opensWith(browser, person)).toBe('security_key');
    expect(await opensWith(fresh(), person)).toBe('security_key');
  });

  it('a method that was only switched to', async () => {
    const prompt = await open(browser, person);
    expect((await prompt.post('promptSwitch', { method: 'passcode' })).status).toBe(200);
    await stays();
  });

  it('a code from the help desk', async () => {
    const prompt = await open(browser, person);
    const passcode = await giveBypass(stage, { user: person.user });
    expect((await prompt.post('promptPasscode', { passcode })).status).toBe(200);
    await prompt.finish();
    await stays();
  });

  it('a sign-in for which nobody was asked', async () => {
    const { floor, users } = stage.service.rooms;
    const bypassUntil = stage.service.clock.now() + 60_000;
    await floor.db.write((tx) => users.setStatus(tx, person.user, { bypassUntil }));
    await (await open(browser, person)).finish();
    await floor.db.write((tx) => users.setStatus(tx, person.user, 'active'));
    await stays();
  });
});

describe('the hint that a browser keeps', () => {
  it('is for this service alone, and outlives the sign-in', async () => {
    const browser = fresh();
    const prompt = await open(browser, await somebody());
    const plain = await browser.request(`/prompt/${prompt.transaction}/state`);
    expect(plain.headers.getSetCookie()).toEqual([]);
    const person = await somebody();
    const signingIn = await open(browser, person);
    await signingIn.post('promptPasscode', { passcode: person.code() });
    const finished = await browser.request(`/prompt/${signingIn.transaction}/finish`, {
      method: 'POST',
      body: { challenge: signingIn.challenge },
    });
    const line = finished.headers.getSetCookie().find((one) => one.startsWith(HINT));
    expect(line).toMatch(/; Max-Age=34560000; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });

  it('holds the eight people who came last', async () => {
    const browser = fresh();
    browser.jar.set(HINT, Array.from({ length: 12 }, (_, at) => `person0${at % 10}.push`).join('~'));
    const person = await somebody();
    await byCode(browser, person);
    const hints = (browser.jar.get(HINT) ?? '').split('~');
    expect(hints).toHaveLength(8);
    expect(hints[0]).toMatch(/\.passcode$/);
  });

  it.each([
    ['', 'empty'],
    ['~~~', 'no hint at all'],
    ['x'.repeat(3_000), 'long'],
    ['%00.%00~..', 'rubbish'],
  ])('says nothing where it is %s (%s)', async (value) => {
    const browser = fresh();
    browser.jar.set(HINT, value);
    expect(await opensWith(browser, await somebody())).toBe('security_key');
  });

  it('chooses nothing that is not ready, whoever wrote it', async () => {
    const person = await somebody();
    const browser = fresh();
    await byCode(browser, person);
    const [mark] = (browser.jar.get(HINT) ?? '').split('.');
    for (const method of ['platform', 'bypass', 'constructor', '']) {
      browser.jar.set(HINT, `${mark}.${method}`);
      // What the service itself remembers.
      expect(await opensWith(browser, person)).toBe('passcode');
    }
    browser.jar.set(HINT, `${mark}.push`);
    expect(await opensWith(browser, person)).toBe('push');
  });
});

describe('what the person chose', () => {
  it('opens whatever succeeds, and for one application otherwise', async () => {
    const person = await somebody();
    const library = await stage.service.addApplication('Library', ['https://library.example.org/callback']);
    const site = siteOf(stage.service, library);
    const browser = fresh();
    await byKey(browser, person);
    await wish(stage, person.laptop, {
      opensWith: { method: 'passcode' },
      applications: [
        { application: library.id, opensWith: { method: 'push', device: null }, autoPush: null },
      ],
    });
    await byKey(browser, person);
    expect(await opensWith(browser, person)).toBe('passcode');
    expect(await opensWith(browser, person, site)).toBe('push');
    await wish(stage, person.laptop, {
      opensWith: { method: 'passcode' },
      applications: [{ application: library.id, opensWith: { method: 'last' }, autoPush: null }],
    });
    expect(await opensWith(browser, person, site)).toBe('security_key');
  });

  it('gives way to what succeeded last where it is not ready', async () => {
    const person = await somebody();
    await wish(stage, person.laptop, { opensWith: { method: 'platform' } });
    const browser = fresh();
    await byCode(browser, person);
    expect(await opensWith(browser, person)).toBe('passcode');
  });
});
