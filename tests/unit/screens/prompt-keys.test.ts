import { describe, expect, test } from 'vitest';
import { type CannedPrompt, everyMethod, pairing, push } from '../../journeys/screens/canned.ts';
import { openPage, settle } from './open-page.ts';

const keys = { methods: everyMethod(), opensWith: 'security_key', present: true } as const;
const platform = { methods: everyMethod(), opensWith: 'platform', present: true } as const;

describe('a prompt that opens with an authenticator', () => {
  test('opens the browser’s dialog by itself and approves with the touch', async () => {
    const page = openPage();
    await page.show(keys);
    expect(page.asked).toEqual(['begin-assertion security_key']);
    expect(page.opened()).toEqual(['authenticate']);
    expect(page.stage()).toEqual({ name: 'asking' });
    page.touch();
    await settle();
    expect(page.asked).toEqual(['begin-assertion security_key', 'assertion']);
    expect(page.stage()).toEqual({ name: 'done' });
  });

  test('sends no push besides', async () => {
    const page = openPage();
    await page.show({ ...keys, starts: true, present: true });
    page.move(1_000);
    expect(page.asked).not.toContain('push');
  });

  test('waits 400 ms for a paired browser, which may be trusted', async () => {
    const page = openPage();
    await page.show({ ...keys, present: false });
    expect(page.session.snapshot()).toMatchObject({ held: true, method: 'security_key' });
    page.move(399);
    expect(page.asked).toEqual([]);
    page.move(1);
    await settle();
    expect(page.opened()).toEqual(['authenticate']);
    expect(page.session.snapshot().held).toBe(false);
  });

  test('can be used during that wait, which then begins nothing more', async () => {
    const page = openPage();
    await page.show({ ...keys, present: false });
    expect(page.stage()).toEqual({ name: 'ready' });
    page.session.use();
    await settle();
    page.move(400);
    await settle();
    expect(page.opened()).toEqual(['authenticate']);
  });

  test('follows the service during that wait, and no longer', async () => {
    const page = openPage();
    await page.show({ ...keys, present: false });
    await page.show({ ...keys, present: false, opensWith: 'platform', revision: 2 });
    expect(page.session.snapshot()).toMatchObject({ method: 'platform', ceremony: { kind: 'platform' } });
    page.move(400);
    await settle();
    await page.show({ ...keys, revision: 3 });
    expect(page.asked).toEqual(['begin-assertion platform']);
  });

  test('opens no dialog in a trusted browser', async () => {
    const page = openPage();
    await page.show({ ...keys, present: false });
    page.move(399);
    await page.show({ ...keys, state: 'approved', revision: 2 });
    page.move(1_000);
    await settle();
    expect(page.asked).toEqual(['finish']);
    expect(page.opened()).toEqual([]);
  });

  test('waits for no browser where none is paired', async () => {
    const page = openPage();
    const methods = everyMethod().filter(({ method }) => method !== 'push');
    await page.show({ methods, opensWith: 'security_key' });
    expect(page.opened()).toEqual(['authenticate']);
  });

  test('waits for a click where the page is not looked at', async () => {
    const page = openPage({ alone: false });
    await page.show(keys);
    expect(page.stage()).toEqual({ name: 'ready' });
    expect(page.asked).toEqual([]);
    page.session.use();
    await settle();
    expect(page.opened()).toEqual(['authenticate']);
  });

  test('shows a button where the browser refused at once to open a dialog without a click', async () => {
    const page = openPage();
    await page.show(keys);
    page.fail();
    await settle();
    expect(page.stage()).toEqual({ name: 'ready' });
  });

  test('says so where a person closed the dialog, and starts no other by itself', async () => {
    const page = openPage();
    await page.show(keys);
    page.move(2_000);
    page.fail();
    await settle();
    expect(page.stage()).toEqual({ name: 'failed', error: 'ceremony_cancelled', offers: ['again'] });
    await page.show({ ...keys, revision: 2 });
    page.move(60_000);
    expect(page.opened()).toEqual(['authenticate']);
    page.session.use();
    await settle();
    expect(page.opened()).toEqual(['authenticate', 'authenticate']);
  });

  test('opens with the strongest other way where this computer has no authenticator', async () => {
    const page = openPage({ platform: false });
    await page.show(platform);
    expect(page.asked).toEqual(['begin-assertion security_key']);
  });

  test('chooses nothing where nothing works in this browser', async () => {
    const page = openPage({ platform: false });
    await page.show({ methods: everyMethod().slice(0, 1), opensWith: 'platform' });
    expect(page.session.snapshot().method).toBeNull();
    expect(page.asked).toEqual([]);
  });

  test('goes on with a push that waits, after a reload', async () => {
    const page = openPage();
    await page.show({ ...keys, state: 'waiting', latest: push() });
    expect(page.session.snapshot().method).toBe('push');
    expect(page.asked).toEqual([]);
  });
});

describe('what the service says to an authenticator', () => {
  test.each(['user_verification_missing', 'authenticator_unknown', 'challenge_used'] as const)(
    '%s is said, and the next try asks anew',
    async (error) => {
      const page = openPage({ refused: { assertion: error } });
      await page.show(keys);
      page.touch();
      await settle();
      expect(page.stage()).toEqual({ name: 'failed', error, offers: ['again'] });
      page.session.use();
      await settle();
      expect(page.asked.filter((call) => call.startsWith('begin'))).toHaveLength(2);
    },
  );

  test('a refused question opens no dialog', async () => {
    const page = openPage({ refused: { 'begin-assertion': 'authenticator_none' } });
    await page.show(keys);
    expect(page.stage()).toEqual({ name: 'failed', error: 'authenticator_none', offers: ['again'] });
    expect(page.opened()).toEqual([]);
  });
});

describe('other options', () => {
  test('choosing the push closes the dialog, and its end is not heard any more', async () => {
    const page = openPage();
    await page.show(keys);
    page.session.choose('push');
    await settle();
    expect(page.isOpen()).toBe(false);
    expect(page.session.snapshot()).toMatchObject({ method: 'push', ceremony: null, starting: true });
    expect(page.asked).toEqual(['begin-assertion security_key', 'push']);
  });

  test('choosing an authenticator while a push waits asks for it at once', async () => {
    const page = openPage({ alone: false });
    await page.show({ ...keys, state: 'waiting', latest: push() });
    page.session.choose('platform');
    await settle();
    expect(page.asked).toEqual(['begin-assertion platform']);
    expect(page.opened()).toEqual(['authenticate']);
    await page.show({ ...keys, latest: push({ state: 'withdrawn' }), revision: 2 });
    expect(page.session.snapshot().method).toBe('platform');
  });

  test('choosing an authenticator takes back the push that was about to go', async () => {
    const page = openPage();
    await page.show({ methods: everyMethod(), opensWith: 'push', starts: true });
    page.session.choose('security_key');
    page.move(1_000);
    await settle();
    expect(page.asked).toEqual(['begin-assertion security_key']);
  });

  test('a sign-in that ends closes the dialog', async () => {
    const page = openPage();
    await page.show(keys);
    await page.show({ ...keys, state: 'refused', refusal: 'disowned', revision: 2 });
    expect(page.isOpen()).toBe(false);
  });

  test('a sign-in that another page approved closes the dialog and leaves', async () => {
    const page = openPage();
    await page.show(keys);
    await page.show({ ...keys, state: 'approved', revision: 2 });
    expect(page.isOpen()).toBe(false);
    expect(page.left).toHaveLength(1);
  });
});

describe('the first set-up', () => {
  const fresh: CannedPrompt = {
    state: 'enrolling',
    methods: [],
    opensWith: null,
    setUp: { step: 'first', choices: ['platform', 'security_key', 'push'] },
  };

  test('begins with a choice', async () => {
    const page = openPage();
    await page.show(fresh);
    expect(page.session.snapshot()).toMatchObject({ method: null, ceremony: null });
    expect(page.asked).toEqual([]);
  });

  test('registers an authenticator, and then waits for a press to sign in with it', async () => {
    const page = openPage();
    await page.show(fresh);
    page.session.choose('security_key');
    await settle();
    expect(page.opened()).toEqual(['register']);
    page.touch();
    await settle();
    await page.show({ ...keys, revision: 2 });
    expect(page.session.snapshot().ceremony).toEqual({
      kind: 'security_key',
      adds: false,
      added: true,
      stage: { name: 'ready' },
    });
    page.session.use();
    await settle();
    expect(page.opened()).toEqual(['register', 'authenticate']);
    expect(page.asked).toEqual([
      'begin-registration security_key',
      'registration',
      'begin-assertion security_key',
    ]);
  });

  test('signs in with what the browser really registered', async () => {
    const page = openPage({ registers: 'platform' });
    await page.show(fresh);
    page.session.choose('security_key');
    await settle();
    page.touch();
    await settle();
    page.session.use();
    await settle();
    expect(page.asked.at(-1)).toBe('begin-assertion platform');
  });

  test('a failure is said, and the way back leads to the choice', async () => {
    const page = openPage({ refused: { registration: 'authenticator_registered' } });
    await page.show(fresh);
    page.session.choose('platform');
    await settle();
    page.touch();
    await settle();
    expect(page.stage()).toMatchObject({ name: 'failed', error: 'authenticator_registered' });
    page.session.choose(null);
    expect(page.session.snapshot()).toMatchObject({ method: null, ceremony: null });
  });

  test('an answer that was lost ends in the sign-in all the same', async () => {
    const page = openPage({ refused: { registration: 'unreachable' } });
    await page.show(fresh);
    page.session.choose('security_key');
    await settle();
    page.touch();
    await settle();
    await page.show({ ...keys, revision: 2 });
    expect(page.opened()).toEqual(['register', 'authenticate']);
  });

  test('pairing is begun by its choice', async () => {
    const page = openPage();
    await page.show(fresh);
    page.session.choose('push');
    await settle();
    expect(page.asked).toEqual(['begin']);
    await page.show({ ...fresh, pairing: pairing(), revision: 2 });
    expect(page.session.snapshot().link?.value).toContain('/activation#');
  });

  test('a pairing that goes on is shown after a reload', async () => {
    const page = openPage();
    await page.show({ ...fresh, pairing: pairing({ state: 'compared', digits: '482913' }) });
    expect(page.session.snapshot().method).toBe('push');
    expect(page.asked).toEqual([]);
  });
});
