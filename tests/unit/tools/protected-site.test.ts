import { beforeEach, expect, test, vi } from 'vitest';
import { createPasswordCheck } from '../../../examples/protected-site/passwords.ts';
import { alex, sam } from '../../../examples/protected-site/people.ts';
import { createSite } from '../../../examples/protected-site/site.ts';

const ORIGIN = 'http://127.0.0.1:8080';
const SERVICE = 'https://localhost:8443';
const checkPassword = createPasswordCheck([alex, sam]);

/** A service that answers as told, and numbers its states. */
function fakeService() {
  let count = 0;
  return {
    well: true,
    check: async () => {
      if (!service.well) throw new Error('unreachable');
    },
    newState: () => `state-${++count}`,
    promptUrl: async (username: string, state: string) => `${SERVICE}/prompt?${username}&${state}`,
    verify: async (code: string, username: string) => {
      if (code !== `code-of-${username}`) throw new Error('invalid_grant');
      return { factor: 'push', device: 'Chrome on Linux' };
    },
  };
}

let service: ReturnType<typeof fakeService>;
let site: ReturnType<typeof createSite>;
let now: number;

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  now = 1_000_000;
  service = fakeService();
  site = createSite({ checkPassword, secondFactor: service, serviceOrigin: SERVICE, now: () => now });
});

/** A browser with one cookie. */
function createBrowser(cookie = '') {
  const browser = {
    cookie,
    async go(path: string, form?: Record<string, string>, origin = ORIGIN) {
      const headers: Record<string, string> = { cookie: browser.cookie, origin };
      const request = form ? { method: 'POST', headers, body: new URLSearchParams(form) } : { headers };
      const response = await site.request(`${ORIGIN}${path}`, request);
      const set = response.headers.get('set-cookie');
      if (set) browser.cookie = set.split(';')[0] ?? '';
      return response;
    },
    enterPassword: () => browser.go('/sign-in', { username: 'alex', password: alex.password }),
    comeBack: (state: string, code = 'code-of-alex') =>
      browser.go(`/callback?state=${state}&duo_code=${code}`),
    isSignedIn: async () => (await (await browser.go('/')).text()).includes('Welcome, Alex Rivera'),
  };
  return browser;
}

test('password, second step, signed in, signed out', async () => {
  const browser = createBrowser();
  const asked = await browser.enterPassword();
  expect(asked.status).toBe(303);
  expect(asked.headers.get('location')).toBe(`${SERVICE}/prompt?alex&state-1`);
  expect(await browser.isSignedIn()).toBe(false);
  expect((await browser.comeBack('state-1')).headers.get('location')).toBe('/');
  expect(await browser.isSignedIn()).toBe(true);
  await browser.go('/sign-out', {});
  expect(await browser.isSignedIn()).toBe(false);
});

test.each([
  ['alex', 'wrong'],
  ['nobody', alex.password],
  ['alex', sam.password],
  ['', ''],
])('%s with the wrong password gets no further', async (username, password) => {
  const response = await createBrowser().go('/sign-in', { username, password });
  expect(response.status).toBe(401);
  expect(response.headers.get('set-cookie')).toBeNull();
});

test('without the service nobody signs in', async () => {
  service.well = false;
  const browser = createBrowser();
  const response = await browser.enterPassword();
  expect(response.status).toBe(503);
  expect(await response.text()).toContain('Sign-in is not available');
  expect(await browser.isSignedIn()).toBe(false);
});

test('the state must be the one that this browser was given', async () => {
  const [victim, attacker] = [createBrowser(), createBrowser()];
  await attacker.enterPassword();
  expect((await victim.comeBack('state-1')).status).toBe(400);
  await victim.enterPassword();
  expect((await victim.comeBack('state-1')).status).toBe(400);
  expect((await victim.comeBack('')).status).toBe(400);
  expect(await victim.isSignedIn()).toBe(false);
});

test('a code that the service refuses signs nobody in, and the sign-in cannot be tried again', async () => {
  const browser = createBrowser();
  await browser.enterPassword();
  const { cookie } = browser;
  expect((await browser.comeBack('state-1', 'guessed')).status).toBe(403);
  browser.cookie = cookie;
  expect((await browser.comeBack('state-1')).status).toBe(400);
});

test('the session after each step is a new one, and the old one is void', async () => {
  const browser = createBrowser('campus-portal=planted');
  await browser.enterPassword();
  const half = browser.cookie;
  expect(half).not.toContain('planted');
  await browser.comeBack('state-1');
  expect(browser.cookie).not.toBe(half);
  expect(await createBrowser(half).isSignedIn()).toBe(false);
});

test('a sign-in that was left lying ends by itself, and so does a session', async () => {
  const browser = createBrowser();
  await browser.enterPassword();
  now += 10 * 60_000;
  expect((await browser.comeBack('state-1')).status).toBe(400);
  await browser.enterPassword();
  await browser.comeBack('state-2');
  now += 8 * 3_600_000;
  expect(await browser.isSignedIn()).toBe(false);
});

test('forms from other sites are refused', async () => {
  const form = { username: 'alex', password: alex.password };
  expect((await createBrowser().go('/sign-in', form, 'https://evil.example.org')).status).toBe(403);
});

test('the pages allow no scripts, no frames, and forms only towards the service', async () => {
  const policy = (await createBrowser().go('/')).headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain(`form-action 'self' ${SERVICE}`);
});

test('an oversized form and an unknown page get their answers', async () => {
  expect((await createBrowser().go('/sign-in', { username: 'a'.repeat(5_000), password: '' })).status).toBe(
    413,
  );
  expect((await createBrowser().go('/nothing')).status).toBe(404);
});
